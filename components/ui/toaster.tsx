'use client'
import { Toaster as Sonner } from 'sonner'

/** Where toasts appear. Call `toast(…)` of sonner with the count and, where there is one, an `action` that undoes it. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-2 rounded-lg bg-surface-raised py-2 pr-2 pl-3 font-sans text-13 text-fg shadow-popover',
          title: 'font-normal [&_b]:font-medium',
          description: 'text-12 text-fg-3',
          icon: 'shrink-0 text-fg-3',
          error: 'text-danger-fg',
          actionButton:
            'ml-auto h-6 shrink-0 rounded-md border border-line-strong bg-surface-raised px-2 text-12 font-medium text-fg hover:bg-surface-hover',
          cancelButton: 'h-6 shrink-0 rounded-md px-2 text-12 text-fg-2 hover:bg-surface-hover',
        },
      }}
    />
  )
}
