import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** A failure told above what is still shown: since when, the code, and a way to try again. `code` is what support asks for. */
export function ErrorStrip(props: { title: ReactNode; children?: ReactNode; code?: string; action?: ReactNode }) {
  const { title, children, code, action } = props
  return (
    <div role="alert" className="flex items-center gap-2 rounded-md bg-medium-tint px-2 py-1.5 text-12 text-medium-fg">
      <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0" strokeWidth={1.75} />
      <span className="min-w-0">
        <b>{title}</b> {children} {code ? <span className="code text-11 wrap-anywhere">{code}</span> : null}
      </span>
      {action ? <span className="ml-auto">{action}</span> : null}
    </div>
  )
}
