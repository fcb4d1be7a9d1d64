import { EyeOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { plural } from '@/lib/format'

/** What stands under a list's head when it has no row: one sentence what will be here, and one button. */
export function EmptyState(props: { title: ReactNode; children?: ReactNode; action?: ReactNode; inset?: boolean }) {
  const { title, children, action, inset = false } = props
  return (
    <div className={`pt-4.5 pb-2 ${inset ? 'page-inset' : ''}`}>
      <p className="flex items-center gap-1.5 font-medium">{title}</p>
      {children ? <div className="mt-0.5 text-fg-2">{children}</div> : null}
      {action ? <div className="mt-2.5">{action}</div> : null}
    </div>
  )
}

/** Rows that exist and are not shown, so that blank never means empty. Say who sees them; offer to ask. */
export function NoPermission(props: { hidden: number; children: ReactNode; action?: ReactNode; inset?: boolean }) {
  const { hidden, children, action, inset } = props
  const title = (
    <>
      <EyeOff aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
      {plural(hidden, 'row is', 'rows are')} hidden by your role
    </>
  )
  return (
    <EmptyState title={title} action={action} inset={inset}>
      {children}
    </EmptyState>
  )
}
