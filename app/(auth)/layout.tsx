import type { ReactNode } from 'react'

/** A narrow column in the upper third: the pages before one is in. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-screen bg-canvas px-4 pt-[22vh]">
      <main className="mx-auto flex max-w-90 flex-col gap-4">
        <p className="text-14 font-semibold tracking-[-0.01em] text-fg">Remit</p>
        {children}
      </main>
    </div>
  )
}
