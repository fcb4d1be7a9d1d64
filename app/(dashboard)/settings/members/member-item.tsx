import { ExactTime, RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import { plural } from '@/lib/format'
import type { MemberRow } from '@/lib/queries/list-members'
import { MemberDeeds } from './member-deeds'

function Standing({ member, now }: { member: MemberRow; now: Date }) {
  const { deactivatedAt, joinedAt, hasSignedIn, away, openVotes } = member
  if (deactivatedAt)
    return (
      <>
        Deactivated <RelativeTime at={deactivatedAt} now={now} />: cannot sign in, and no vote counts
      </>
    )
  return (
    <>
      Since <ExactTime at={joinedAt} format="date" />
      {hasSignedIn ? '' : ' · has not signed in yet'}
      {away ? (
        <>
          {' '}
          · away until <ExactTime at={away.until} format="date" />, {away.delegate} votes meanwhile
        </>
      ) : (
        ''
      )}
      {openVotes > 0 ? ` · ${plural(openVotes, 'vote')} on questions that wait` : ''}
    </>
  )
}

/** One member: roles, groups, and how they stand. */
export function MemberItem({ member, canManage, now }: { member: MemberRow; canManage: boolean; now: Date }) {
  const { name, email, roles, groups, deactivatedAt, isReader } = member
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <b className={deactivatedAt ? 'text-fg-3' : undefined}>{name}</b>
        {isReader ? <span className="text-12 text-fg-3">you</span> : null}
        <span className="min-w-0 break-all text-fg-2">{email}</span>
        {roles.map((role) => (
          <Tag key={role}>{role}</Tag>
        ))}
        {deactivatedAt ? <Tag red>deactivated</Tag> : null}
        {canManage ? (
          <span className="ml-auto">
            <MemberDeeds member={member} />
          </span>
        ) : null}
      </div>
      <p className="mt-0.5 text-12 text-fg-3">
        <Standing member={member} now={now} />
        {groups.length > 0 ? ` · in ${groups.map((group) => group.name).join(', ')}` : ''}
      </p>
    </li>
  )
}
