import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { formatDuration, plural } from '@/lib/format'
import type { GrantDetail } from '@/lib/queries/get-grant'

const none = (words: string) => <span className="text-fg-3">{words}</span>

function Bound({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[116px_minmax(0,1fr)] gap-2 border-b border-line py-1.5 last:border-b-0">
      <dt className="text-fg-3">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}

const NOTES: Record<string, (count: number) => string> = {
  condition: (count) => `${plural(count, 'statement allows', 'statements allow')} only under conditions`,
  'resource-limited': (count) => `${plural(count, 'statement is', 'statements are')} limited to some resources`,
  'not-resource': (count) => `${plural(count, 'statement allows', 'statements allow')} all resources but some`,
  'not-action': (count) => `${plural(count, 'statement allows', 'statements allow')} all actions but some`,
  'deny-conditional': (count) => `${plural(count, 'denial', 'denials')} only at times, counted as allowed`,
  'unknown-action': (count) => `${plural(count, 'action', 'actions')} no catalogue knows`,
}

/** What the count of permissions does not say. */
function Notes({ notes }: { notes: Record<string, number> }) {
  const words = Object.entries(notes).flatMap(([kind, count]) => NOTES[kind]?.(count) ?? [])
  return words.length > 0 ? <div className="text-12 text-fg-2">{words.join('; ')}</div> : null
}

function Target({ target }: { target: GrantDetail['targets'][number] }) {
  const { system, permissionCount, resources, tenants } = target
  return (
    <div className="not-first:mt-1.5">
      <Link href={`/systems/${system.id}`} className="font-medium">
        {system.name}
      </Link>{' '}
      <span className="text-fg-3">
        {permissionCount === null ? 'permissions unknown' : plural(permissionCount, 'permission')}
      </span>
      {resources.length > 0 ? (
        <div className="code text-fg-2">
          {resources.slice(0, 6).join(', ')}
          {resources.length > 6 ? ` and ${resources.length - 6} more` : ''}
        </div>
      ) : null}
      <Notes notes={target.notes} />
      {tenants.length > 0 ? <div className="text-12 text-fg-2">Only tenant {tenants.join(', ')}</div> : null}
    </div>
  )
}

/** An observed grant's trust policy, as its source has it. */
function Trust({ trust }: { trust: NonNullable<unknown> }) {
  return (
    <details className="mt-2">
      <summary className="cursor-pointer text-accent-fg">Trust policy, as read</summary>
      <pre className="code mt-1 rounded-md bg-surface-sunken p-2 break-words whitespace-pre-wrap">
        {JSON.stringify(trust, null, 2)}
      </pre>
    </details>
  )
}

function ManagedBounds({ grant }: { grant: GrantDetail }) {
  const { windows, maxChainDepth: depth, maxConcurrentSessions: most, requiresSessionApproval } = grant
  const { requiresDpop, idleTimeoutSeconds: idle } = grant
  return (
    <>
      <Bound label="Recurring windows">
        {windows.length > 0 ? windows.map((window) => <div key={window}>{window}</div>) : none('at any time')}
      </Bound>
      <Bound label="Chain">
        {depth === null ? none('no limit set') : depth === 0 ? 'no further delegation' : `at most ${depth} deep`}
      </Bound>
      <Bound label="At once">{most === null ? none('no limit set') : plural(most, 'session')}</Bound>
      <Bound label="Each session">
        {requiresSessionApproval ? 'is approved by a person' : 'needs no approval of its own'}
      </Bound>
      <Bound label="Its token">
        {requiresDpop ? 'is bound to a key of its holder (DPoP)' : 'may be a bearer token'}
      </Bound>
      <Bound label="Idle end">{idle === null ? none('none set') : `after ${formatDuration(idle)} without a use`}</Bound>
      <Bound label="Purpose">{grant.purpose ?? none('not given')}</Bound>
      <Bound label="Ticket">
        {grant.ticket ?? none('none')}
        {grant.endsWithTicket ? <div className="text-12 text-fg-2">ends when it is closed</div> : null}
      </Bound>
      <Bound label="Asked for by">{grant.requestedBy ?? none('not recorded')}</Bound>
    </>
  )
}

/** Everything that bounds the grant. */
export function Bounds({ grant }: { grant: GrantDetail }) {
  const { targets, maxSessionTtlSeconds: ttl, startsAt, expiresAt, permissionsKnown, trust, origin, source } = grant
  return (
    <section aria-labelledby="bounds" className="page-inset pt-4 pb-4">
      <SectionHead id="bounds" title="Bounds" />
      {permissionsKnown ? null : (
        <p className="mt-1 text-fg-2">
          Its permissions are <b>unknown</b>: {source ?? 'its source'} told who may use it, and not every policy that
          says what for. They count neither as none nor as all.
        </p>
      )}
      <dl className="mt-1">
        <Bound label="Systems">
          {targets.length > 0
            ? targets.map((target) => <Target key={target.system.id} target={target} />)
            : none('not reported')}
        </Bound>
        <Bound label="Session life">{ttl === null ? none('not reported') : `at most ${formatDuration(ttl)}`}</Bound>
        <Bound label="Stands">
          from <ExactTime at={startsAt} format="date" />{' '}
          {expiresAt ? (
            <>
              to <ExactTime at={expiresAt} format="date" />
            </>
          ) : (
            'without an end'
          )}
        </Bound>
        {origin === 'managed' ? <ManagedBounds grant={grant} /> : null}
      </dl>
      {origin === 'observed' && !trust ? (
        <p className="mt-2 text-fg-2">Its trust policy was not seen, only that this actor came through.</p>
      ) : null}
      {origin === 'observed' && trust ? <Trust trust={trust} /> : null}
    </section>
  )
}
