import { TriangleAlert } from 'lucide-react'
import { SectionHead } from '@/components/ui/section-head'
import type { Worth } from '@/lib/domain/worth-knowing'

function Words({ text, strong }: Worth) {
  const at = strong === null ? -1 : text.indexOf(strong)
  if (strong === null || at < 0) return text
  return (
    <>
      {text.slice(0, at)}
      <b className="text-fg">{strong}</b>
      {text.slice(at + strong.length)}
    </>
  )
}

/** What an approver may overlook. */
export function WorthSection({ worth }: { worth: Worth[] }) {
  if (worth.length === 0) return null
  return (
    <section aria-labelledby="worth" className="border-b border-line px-4 pt-3.5 pb-3 md:px-5">
      <SectionHead id="worth" title="Worth knowing" />
      <ul className="mt-1">
        {worth.map((each) => (
          <li key={each.id} className="flex gap-2 py-0.75 text-fg-2">
            <TriangleAlert aria-hidden="true" strokeWidth={1.75} className="mt-0.75 size-3.5 shrink-0 text-high" />
            <span>
              <Words {...each} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
