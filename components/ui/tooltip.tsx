'use client'
import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

/** More about its child (a focusable element), on hover and focus. `note` is a second, quieter line. */
export function Tooltip({ text, note, children }: { text: ReactNode; note?: ReactNode; children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={200}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-80 rounded-md bg-ink px-2 py-1.25 text-12 text-on-ink tabular-nums"
          >
            {text}
            {note ? <span className="block opacity-75">{note}</span> : null}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
