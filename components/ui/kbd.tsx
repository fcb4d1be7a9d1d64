import type { ReactNode } from 'react'

/** A key hint. Inside a button it takes the button's colour. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-4.5 max-md:hidden rounded-sm border border-line-strong bg-surface px-1 text-center font-sans text-11 text-fg-3 [button_&]:border-current/35 [button_&]:bg-transparent [button_&]:text-inherit">
      {children}
    </kbd>
  )
}
