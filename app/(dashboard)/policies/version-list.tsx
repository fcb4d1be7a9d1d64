import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import type { PolicyVersionRow } from '@/lib/domain/policy-version'

/** Who brought a version about, and who decided on it. */
function History({ row, now }: { row: PolicyVersionRow; now: Date }) {
  const { proposedBy, proposedAt, decidedBy, decidedAt, status } = row
  if (!proposedAt) return <>brought along by Remit</>
  const decided = { active: 'agreed by', superseded: 'agreed by', denied: 'denied by', withdrawn: 'withdrawn by' }
  return (
    <>
      {proposedBy}, <RelativeTime at={proposedAt} now={now} />
      {status === 'pending' ? ' · waits for a second admin' : ''}
      {status !== 'pending' && decidedAt ? (
        <>
          {' · '}
          {decidedBy ? `${decided[status]} ${decidedBy}, ` : 'nobody decided in time, '}
          <RelativeTime at={decidedAt} now={now} />
        </>
      ) : null}
    </>
  )
}

/** The versions of the rules, the newest first. `hrefOf` their page is under `base`. */
export function VersionList({ versions, base, now }: { versions: PolicyVersionRow[]; base: string; now: Date }) {
  return (
    <ol className="mt-1">
      {versions.map((row) => (
        <li key={row.version} className="border-t border-line py-2 first:border-t-0">
          <div className="flex items-center gap-2">
            <Link href={`${base}/${row.version}`} className="font-medium text-accent-fg hover:underline">
              Version {row.version}
            </Link>
            <Status word={row.status} />
          </div>
          <p className="break-words text-fg-2">{row.note}</p>
          <p className="text-12 text-fg-3">
            <History row={row} now={now} />
          </p>
        </li>
      ))}
    </ol>
  )
}
