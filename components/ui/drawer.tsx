'use client'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { CloseButton } from './dialog'
import { useReturnFocus } from './use-return-focus'

/**
 * A thing of a list, opened beside it: full height at the right, 480 wide, and a sheet on the phone. It is modal: the
 * list behind it waits. `steps` is where previous and next go.
 */
export function Drawer(props: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description: ReactNode
  steps?: ReactNode
  children: ReactNode
  footer?: ReactNode
}) {
  const { open, onOpenChange, title, description, steps, children, footer } = props
  const returnFocus = useReturnFocus(open)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <Radix.Content
          onCloseAutoFocus={returnFocus}
          className="fixed z-30 flex flex-col bg-surface-raised shadow-dialog opens focus:outline-none max-md:inset-x-0 max-md:top-10 max-md:bottom-0 max-md:rounded-t-[12px] md:inset-y-0 md:right-0 md:w-130"
        >
          <header className="flex items-start gap-2 border-b border-line px-5 py-4 max-md:px-4">
            <div className="min-w-0">
              <Radix.Title className="text-16 tracking-[-0.01em]">{title}</Radix.Title>
              <Radix.Description asChild>
                <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-fg-3">{description}</div>
              </Radix.Description>
            </div>
            <span className="ml-auto flex shrink-0 items-center gap-2">
              {steps}
              <CloseButton />
            </span>
          </header>
          <div className="min-h-0 flex-1 overflow-auto px-5 py-4 max-md:px-4">{children}</div>
          {footer ? (
            <footer className="flex items-center gap-2 border-t border-line px-5 py-3 max-md:px-4">{footer}</footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
