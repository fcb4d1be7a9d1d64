import { queueMessages } from '@/lib/commands/queue-messages'
import { mutateIfNeeded, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { type ActingGrant, digestFor } from '@/lib/domain/message-expiry'

const WEEK_MS = 7 * 86_400_000

type Row = ActingGrant & { memberId: string }

/** Every live grant in the name of somebody who is a member, by whichever of their identities. */
async function listActing({ orgId, now }: Context): Promise<Row[]> {
  const weekAgo = new Date(now.getTime() - WEEK_MS)
  return reader().$queryRaw<Row[]>`
    select m.id as "memberId", g.name, x.name as actor, g.expires_at as "expiresAt", coalesce(s.week, 0)::int as "sessionsThisWeek",
      coalesce(s.live, 0)::int as "liveSessions", o.time_zone as zone
    from organisations o
    join members m on m.org_id = o.id
    join identities p on p.org_id = m.org_id and (p.id = m.identity_id or lower(p.email) = lower(m.email))
    join grants g on g.org_id = p.org_id and g.principal_id = p.id and g.status = 'active'
      and (g.expires_at is null or g.expires_at > ${now})
    join identities x on x.org_id = g.org_id and x.id = g.actor_id
    left join lateral (select count(*) filter (where d.issued_at > ${weekAgo}) as week,
        count(*) filter (where d.status in ('active', 'locked') and (d.expires_at is null or d.expires_at > ${now})) as live
      from delegated_sessions d where d.org_id = g.org_id and d.grant_id = g.id
        and (d.issued_at > ${weekAgo} or d.status in ('active', 'locked'))) s on true
    where o.id = ${orgId}::uuid and m.deactivated_at is null
    order by m.id, s.week desc nulls last, g.id`
}

/** Tells each member who acts for them, once a week however often it is asked. */
export async function sendDigests(ctx: Context): Promise<{ queued: number }> {
  authorize(ctx, 'send-messages')
  const acting = await listActing(ctx)
  const byMember = new Map<string, Row[]>()
  for (const row of acting) byMember.set(row.memberId, [...(byMember.get(row.memberId) ?? []), row])
  const drafts = [...byMember].flatMap(([memberId, grants]) => digestFor(memberId, grants, ctx.now))
  const queued = await mutateIfNeeded(
    ctx,
    async (tx) => {
      const { events, jobs } = await queueMessages(tx, ctx, drafts)
      const [first, ...rest] = events
      return first ? { result: events.length, events: [first, ...rest], jobs } : null
    },
    { isolation: 'ReadCommitted' },
  )
  return { queued: queued ?? 0 }
}
