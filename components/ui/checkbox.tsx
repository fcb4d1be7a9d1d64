'use client'
import { Check, Minus } from 'lucide-react'
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react'
import { classList } from './class-list'

type Props = Omit<ComponentProps<'input'>, 'type' | 'children'> & { partly?: boolean; children?: ReactNode }

const MARK_CHECK =
  'pointer-events-none relative hidden size-2.5 text-on-accent peer-checked:block peer-indeterminate:hidden'
const MARK_PARTLY = 'pointer-events-none relative hidden size-2.5 text-on-accent peer-indeterminate:block'

/** Drawn where they can be seen only: a page has a hundred of the box. */
function Marks({ checked, partly }: { checked?: boolean; partly: boolean }) {
  return (
    <>
      {checked === false ? null : <Check aria-hidden="true" strokeWidth={4} className={MARK_CHECK} />}
      {partly ? <Minus aria-hidden="true" strokeWidth={4} className={MARK_PARTLY} /> : null}
    </>
  )
}

/**
 * A checkbox of 14 px within a target of 24. `partly` shows the dash of a selection that is not all. Children are its
 * label; without them give it an `aria-label`.
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
      <Marks checked={rest.checked} partly={partly} />
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
