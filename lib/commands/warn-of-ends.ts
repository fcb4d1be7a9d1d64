import { queueMessages } from '@/lib/commands/queue-messages'
import { mutateIfNeeded, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { type EndingGrant, WARNINGS, warnOf } from '@/lib/domain/message-expiry'
import { toPublicId } from '@/lib/id'

const BATCH = 200

type Owner = { memberId: string | null; email: string | null }
type Row = Omit<EndingGrant, 'publicId' | 'owners'> & { owners: Owner[] | null }

/** Live grants that end within the longest warning, with whoever owns them or their actor; whoever asked for them where
 *  nobody does. */
async function listEnding({ orgId, now }: Context, after: string): Promise<Row[]> {
  const horizon = new Date(now.getTime() + WARNINGS[0] * 1000)
  return reader().$queryRaw<Row[]>`
    select g.id, g.name, x.name as actor, p.name as principal, g.starts_at as "startsAt", g.expires_at as "expiresAt",
      g.unused_share as "unusedShare", org.time_zone as zone, coalesce(
        (select json_agg(json_build_object('memberId', m.id, 'email', o.email)) from identities o
          left join members m on m.org_id = o.org_id and m.deactivated_at is null
            and (m.identity_id = o.id or lower(m.email) = lower(o.email))
          where o.org_id = g.org_id and o.status = 'active' and o.id in (g.owner_id, x.owner_id)),
        (select json_agg(json_build_object('memberId', m.id, 'email', null)) from members m
          where m.org_id = g.org_id and m.id = g.requested_by_member_id)) as owners
    from grants g
    join organisations org on org.id = g.org_id
    join identities x on x.org_id = g.org_id and x.id = g.actor_id
    join identities p on p.org_id = g.org_id and p.id = g.principal_id
    where g.org_id = ${orgId}::uuid and g.origin = 'managed' and g.status = 'active' and g.expires_at > ${now}
      and g.expires_at <= ${horizon} and g.id > ${after}::uuid
    order by g.id limit ${BATCH}`
}

function toEnding(row: Row): EndingGrant {
  const owners = (row.owners ?? []).flatMap(({ memberId, email }): EndingGrant['owners'] => {
    if (memberId) return [{ memberId }]
    return email ? [{ email }] : []
  })
  return { ...row, publicId: toPublicId('grant', row.id), owners }
}

async function warn(ctx: Context, grants: readonly Row[]): Promise<void> {
  const drafts = grants.flatMap((row) => warnOf(toEnding(row), ctx.now))
  await mutateIfNeeded(
    ctx,
    async (tx) => {
      const { events, jobs } = await queueMessages(tx, ctx, drafts)
      const [first, ...rest] = events
      return first ? { result: true, events: [first, ...rest], jobs } : null
    },
    { isolation: 'ReadCommitted' },
  )
}

/** Warns owners of grants that end soon: a week, a day and an hour before. Nobody is warned of the same twice. */
export async function warnOfEnds(ctx: Context): Promise<void> {
  authorize(ctx, 'send-messages')
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const ending = await listEnding(ctx, after)
    if (ending.length > 0) await warn(ctx, ending)
    const last = ending.at(-1)
    if (!last || ending.length < BATCH) return
    after = last.id
  }
}
