import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Tag } from '@/components/ui/tag'
import { formatNumber, plural } from '@/lib/format'
import type { ConnectorRow } from '@/lib/queries/list-connectors'

const KINDS: Record<string, string> = { 'aws-cloudtrail': 'AWS CloudTrail' }

function Source({ connector, now }: { connector: ConnectorRow; now: Date }) {
  const { name, kind, status, canRevoke, lastReceivedAt, lastError, live, runs, failedRuns } = connector
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <b>{name}</b>
        {KINDS[kind] === name ? null : <span className="text-fg-2">{KINDS[kind] ?? kind}</span>}
        {status === 'active' ? null : <Tag red={status === 'failing'}>{status}</Tag>}
        <Tag>{canRevoke ? 'can end sessions' : 'cannot end sessions'}</Tag>
        <Link href={`/sessions?source=${kind}`} className="ml-auto tabular-nums hover:underline">
          {plural(live, 'live session')}
        </Link>
      </p>
      <p className="mt-0.5 text-12 text-fg-3">
        Last received <RelativeTime at={lastReceivedAt} now={now} /> · {plural(runs, 'ingest run')}
        {failedRuns > 0 ? `, ${formatNumber(failedRuns)} with problems` : ''}
      </p>
      {lastError ? <p className="mt-0.5 text-12 text-danger-fg">{lastError}</p> : null}
    </li>
  )
}

/** What is connected, when it last sent something, and whether a session can be ended through it. */
export function SourcesSection({ connectors, now }: { connectors: ConnectorRow[]; now: Date }) {
  return (
    <section aria-labelledby="sources" className="page-inset border-b border-line py-4">
      <SectionHead
        id="sources"
        title="Sources"
        note={connectors.length > 0 ? formatNumber(connectors.length) : undefined}
      />
      {connectors.length > 0 ? (
        <ul className="mt-1">
          {connectors.map((connector) => (
            <Source key={connector.id} connector={connector} now={now} />
          ))}
        </ul>
      ) : (
        <EmptyState title="No source yet">
          The first CloudTrail file that is ingested, here or on the command line, makes its account a source.
        </EmptyState>
      )}
    </section>
  )
}
