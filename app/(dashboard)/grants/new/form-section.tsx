import type { ReactNode } from 'react'
import { SectionHead } from '@/components/ui/section-head'

/** One part of the form, under its own head. */
export function FormSection(props: { id: string; title: string; note?: ReactNode; children: ReactNode }) {
  const { id, title, note, children } = props
  return (
    <section aria-labelledby={id} className="page-inset border-b border-line pt-4 pb-5">
      <SectionHead id={id} title={title} note={note} />
      <div className="mt-2.5">{children}</div>
    </section>
  )
}
