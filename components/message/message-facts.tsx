import type { MessageFact } from '@/lib/domain/message'

/** What a message says beside its sentence: one fact a line. */
export function MessageFacts({ facts }: { facts: MessageFact[] }) {
  if (facts.length === 0) return null
  return (
    <dl className="mt-3">
      {facts.map(({ label, value }) => (
        <div key={label} className="flex gap-3 border-t border-line py-1.5 max-md:flex-col max-md:gap-0">
          <dt className="w-32 shrink-0 text-12 leading-5 text-fg-3">{label}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
