'use client'
import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

/** What floats: the surface shared by menus, popovers and lists of choices. */
export const FLOATING = 'z-40 rounded-lg bg-surface-raised text-fg shadow-popover opens focus:outline-none'

/** A small surface opened by its trigger (a button element). `label` names it for those who hear the page. */
export function Popover(props: {
  trigger: ReactNode
  label: string
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  open?: boolean
  onOpenChange?: (open: boolean) => void
}) {
  const { trigger, label, children, align = 'start', open, onOpenChange } = props
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={`${FLOATING} p-3`}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
