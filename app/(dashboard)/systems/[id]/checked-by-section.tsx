import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Tag } from '@/components/ui/tag'
import type { ClientRow } from '@/lib/domain/client-row'

/** The clients that stand in front of the system as resource servers, and so may ask about its tokens. */
export function CheckedBySection({ clients, now }: { clients: ClientRow[]; now: Date }) {
  return (
    <section aria-labelledby="checked-by" className="page-inset pt-4 pb-4">
      <SectionHead id="checked-by" title="Checked by" note="who may ask about its tokens" />
      {clients.length === 0 ? (
        <p className="mt-1 text-fg-2">
          No client checks it. Its tokens can only be verified by their signature until one does: an admin makes it on
          the page of the service in front.
        </p>
      ) : null}
      <ul className="mt-1">
        {clients.map(({ id, name, identity, status, lastUsedAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2 py-1">
            <Link href={`/identities/${identity.id}#clients`}>{name}</Link>
            {status === 'disabled' ? <Tag>disabled</Tag> : null}
            <span className="ml-auto text-12 text-fg-3">
              last asked <RelativeTime at={lastUsedAt} now={now} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
