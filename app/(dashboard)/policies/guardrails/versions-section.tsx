import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Status } from '@/components/ui/status'
import type { PolicyVersionRow } from '@/lib/domain/policy-version'

function Version({ row, now }: { row: PolicyVersionRow; now: Date }) {
  const { version, status, note, proposedBy, proposedAt, decidedBy, approvalId } = row
  return (
    <li className="border-b border-line py-2 last:border-b-0">
      <p className="flex flex-wrap items-center gap-x-2">
        <Link href={`/policies/guardrails/versions/${version}`} className="font-medium text-accent-fg">
          Version {version}
        </Link>
        {status === 'superseded' ? <span className="text-fg-3">superseded</span> : <Status word={status} />}
        {status === 'pending' && approvalId ? (
          <Link href={`/inbox/${approvalId}`} className="text-accent-fg">
            waits for a second admin
          </Link>
        ) : null}
      </p>
      <p className="break-words text-fg-2">{note}</p>
      <p className="text-12 text-fg-3">
        {proposedBy}
        {proposedAt ? (
          <>
            {' '}
            proposed <RelativeTime at={proposedAt} now={now} />
          </>
        ) : null}
        {decidedBy ? `, decided by ${decidedBy}` : ''}
      </p>
    </li>
  )
}

/** Every version of the guardrails: none is ever lost. */
export function VersionsSection({ versions, now }: { versions: readonly PolicyVersionRow[]; now: Date }) {
  return (
    <section aria-labelledby="versions">
      <SectionHead id="versions" title="Versions" />
      <ul>
        {versions.map((row) => (
          <Version key={row.version} row={row} now={now} />
        ))}
      </ul>
    </section>
  )
}
