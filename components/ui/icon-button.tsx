import type { ComponentProps } from 'react'
import { classList } from './class-list'

/** A square button that shows an icon only, 24 px (phone 40). The label is what it does, and is required. */
export function IconButton({ label, className, children, ...rest }: { label: string } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classList(
        'grid size-6 shrink-0 place-items-center rounded-md text-fg-3 hover:bg-surface-hover hover:text-fg max-md:size-10',
        '[&_svg]:size-3.5 [&_svg]:stroke-[1.75]',
        className,
      )}
    >
      {children}
    </button>
  )
}
