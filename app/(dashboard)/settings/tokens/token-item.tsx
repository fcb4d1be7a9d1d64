import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import type { ApiTokenRow } from '@/lib/domain/api-token'
import { RevokeToken } from './revoke-token'

/** One token: what it may do, how long it lives, and when it was last used. */
export function TokenItem({ token, now }: { token: ApiTokenRow; now: Date }) {
  const { id, name, hint, holder, scopes, state, createdBy, createdAt, expiresAt, lastUsedAt } = token
  const isLive = state === 'active'
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <b className={isLive ? undefined : 'text-fg-2'}>{name}</b>
        <span className="code text-fg-3">rmt_…{hint}</span>
        {isLive ? null : <Tag>{state}</Tag>}
        {holder.kind === 'service' ? <span className="text-fg-2">of {holder.name}</span> : null}
        {isLive ? (
          <span className="ml-auto">
            <RevokeToken tokenId={id} name={name} />
          </span>
        ) : null}
      </div>
      <p className="mt-0.5 flex flex-wrap gap-x-3">
        {scopes.map((scope) => (
          <span key={scope} className="code text-fg-2">
            {scope}
          </span>
        ))}
      </p>
      <p className="mt-0.5 text-12 text-fg-3">
        made <RelativeTime at={createdAt} now={now} /> by {createdBy} · {expiresAt > now ? 'ends' : 'ended'}{' '}
        <RelativeTime at={expiresAt} now={now} /> · last used <RelativeTime at={lastUsedAt} now={now} absent="never" />
      </p>
    </li>
  )
}
