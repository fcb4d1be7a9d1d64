import type { ComponentProps, ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { classList } from './class-list'

/**
 * `ink` is the one primary action of a page, `danger` is solid red and only inside a dialog, `ends` is what leads to
 * ending access, `bare` has no outline.
 */
export type ButtonVariant = 'default' | 'ink' | 'danger' | 'ends' | 'bare'
/** Heights 24 (table heads, toasts), 28 (everywhere) and 32 (forms, dialog feet); on the phone 36 to 44. */
export type ButtonSize = 'sm' | 'md' | 'lg'

type Look = { variant?: ButtonVariant; size?: ButtonSize; icon?: ReactNode; className?: string }

const VARIANTS: Record<ButtonVariant, string> = {
  default: 'border-line-strong bg-surface-raised text-fg font-medium hover:bg-surface-hover [&_svg]:text-fg-3',
  ink: 'border-ink bg-ink text-on-ink font-medium hover:bg-ink-hover hover:text-on-ink',
  danger: 'border-danger bg-danger text-on-danger font-medium hover:bg-danger-hover hover:text-on-danger',
  ends: 'border-line-strong bg-surface-raised text-danger-fg font-medium hover:bg-surface-hover hover:text-danger-fg',
  bare: 'border-transparent text-fg-2 hover:bg-surface-hover hover:text-fg [&_svg]:text-fg-3',
}

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-6 px-2 text-12 max-md:h-9',
  md: 'h-7 px-2.5 text-13 max-md:h-9',
  lg: 'h-8 px-3 text-13 max-md:h-11',
}

/** The classes of a button, for elements that are something else (a menu trigger, a file label). */
export function buttonClass({ variant = 'default', size = 'md', className }: Look) {
  return classList(
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md border whitespace-nowrap',
    'transition-colors duration-(--fast) ease-out focus-visible:rounded-md',
    'disabled:cursor-not-allowed disabled:border-line-strong disabled:bg-surface-raised disabled:text-fg-disabled',
    '[&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]',
    VARIANTS[variant],
    SIZES[size],
    className,
  )
}

/** A button. Pass a lucide icon as `icon`; put a count that is lighter than the verb in `<Eligible>`. */
export function Button({ variant, size, icon, className, children, ...rest }: Look & ComponentProps<'button'>) {
  return (
    <button type="button" {...rest} className={buttonClass({ variant, size, className })}>
      {icon}
      {children}
    </button>
  )
}

/** A link that looks like a button. */
export function ButtonLink({ variant, size, icon, className, children, ...rest }: Look & ComponentProps<typeof Link>) {
  return (
    <Link {...rest} className={buttonClass({ variant, size, className })}>
      {icon}
      {children}
    </Link>
  )
}

/** How many of a selection an action is for, `9 of 12`, set lighter than the verb. */
export function Eligible({ children }: { children: ReactNode }) {
  return <span className="font-normal tabular-nums">{children}</span>
}
