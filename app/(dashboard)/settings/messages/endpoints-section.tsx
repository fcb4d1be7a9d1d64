import { SectionHead } from '@/components/ui/section-head'
import type { EndpointKind, EndpointRow } from '@/lib/domain/endpoint'
import { formatNumber } from '@/lib/format'
import { EndpointItem } from './endpoint-item'
import { WORDS } from './endpoint-words'
import { NewEndpoint } from './new-endpoint'

export type Person = { value: string; label: string }
type Props = { kind: EndpointKind; endpoints: EndpointRow[]; people: Person[]; address: string; now: Date }

/** The endpoints of one kind. */
export function EndpointsSection({ kind, endpoints, people, address, now }: Props) {
  const { title, empty } = WORDS[kind]
  return (
    <section aria-labelledby={kind} className="page-inset border-b border-line py-4">
      <SectionHead
        id={kind}
        title={title}
        note={endpoints.length > 0 ? formatNumber(endpoints.length) : undefined}
        end={<NewEndpoint kind={kind} people={people} address={address} />}
      />
      {endpoints.length === 0 ? <p className="mt-1 text-fg-3">{empty}</p> : null}
      <ul className="mt-1">
        {endpoints.map((endpoint) => (
          <EndpointItem key={endpoint.id} endpoint={endpoint} address={address} now={now} />
        ))}
      </ul>
    </section>
  )
}
