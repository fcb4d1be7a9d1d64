import { EyeOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'

/** A section the reader's role does not show: says so, who sees it, and whom to ask, so that blank never means empty. */
export function HiddenByRole({ section, children }: { section: string; children: ReactNode }) {
  const title = (
    <>
      <EyeOff aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
      {section} is hidden by your role
    </>
  )
  return (
    <EmptyState inset title={title}>
      {children} To see it, ask an admin of your organisation for one of these roles.
    </EmptyState>
  )
}
