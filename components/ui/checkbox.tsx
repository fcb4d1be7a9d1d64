'use client'
import { Check, Minus } from 'lucide-react'
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react'
import { classList } from './class-list'

type Props = Omit<ComponentProps<'input'>, 'type' | 'children'> & { partly?: boolean; children?: ReactNode }

/**
 * A checkbox of 14 px within a target of 24. `partly` shows the dash of a selection that is not all. Children are its
 * label; without them give it an `aria-label`. Its marks are drawn where they can be seen: a page has a hundred of it.
 */
export function Checkbox({ partly = false, children, className, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current) input.current.indeterminate = partly
  }, [partly])
  const box = (
    <span className={classList('relative grid size-3.5 shrink-0 place-items-center', className)}>
      <input
        ref={input}
        type="checkbox"
        {...rest}
        className={classList(
          'peer absolute inset-0 cursor-pointer appearance-none rounded-sm border border-line-control bg-surface',
          'before:absolute before:-inset-[6px] checked:border-accent checked:bg-accent',
          'indeterminate:border-accent indeterminate:bg-accent disabled:cursor-not-allowed disabled:opacity-50',
        )}
      />
      {rest.checked === false ? null : (
        <Check
          aria-hidden="true"
          strokeWidth={4}
          className="pointer-events-none relative hidden size-2.5 text-on-accent peer-checked:block peer-indeterminate:hidden"
        />
      )}
      {partly ? (
        <Minus
          aria-hidden="true"
          strokeWidth={4}
          className="pointer-events-none relative hidden size-2.5 text-on-accent peer-indeterminate:block"
        />
      ) : null}
    </span>
  )
  if (!children) return box
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside the box
    <label className="flex cursor-pointer items-center gap-2">
      {box}
      {children}
    </label>
  )
}

/** One of several; the ones of a group share a `name`. Children are its label. */
export function Radio({ children, className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <label className="flex cursor-pointer items-center gap-2">
      <input
        type="radio"
        {...rest}
        className={classList(
          'size-3.5 shrink-0 cursor-pointer appearance-none rounded-full border border-line-control bg-surface checked:border-4 checked:border-accent focus-visible:rounded-full',
          className,
        )}
      />
      {children}
    </label>
  )
}
