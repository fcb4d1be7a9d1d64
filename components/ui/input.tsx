import type { ComponentProps, ReactNode } from 'react'
import { classList } from './class-list'

const BOX =
  'w-full rounded-md border border-line-control bg-surface px-2.5 text-13 text-fg placeholder:text-fg-3 disabled:text-fg-disabled max-md:text-16 focus-visible:rounded-md aria-invalid:border-danger'

/** A line one types into, 32 high (phone 44). */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={classList(BOX, 'h-8 max-md:h-11', className)} />
}

/** Several lines one types into. */
export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={2}
      {...rest}
      className={classList(BOX, 'block resize-none field-sizing-content py-1.25', className)}
    />
  )
}

/** A label above a control, with a hint or, in its place, the error. The control is inside, so label and control belong together. */
export function Field(props: {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  children: ReactNode
  className?: string
}) {
  const { label, hint, error, children, className } = props
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={classList('block', className)}>
      <span className="mb-1 block text-12 text-fg-2">{label}</span>
      {children}
      {error ? (
        <span role="alert" className="mt-1 block text-12 text-danger-fg">
          {error}
        </span>
      ) : hint ? (
        <span className="mt-1 block text-12 text-fg-3">{hint}</span>
      ) : null}
    </label>
  )
}
