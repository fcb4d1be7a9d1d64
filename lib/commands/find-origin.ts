import type { Tx } from '@/lib/db'
import { readGrantTerms } from '@/lib/db/grant-terms'
import type { Change } from '@/lib/domain/approval-policy'
import { type GrantTerms, isWithin } from '@/lib/domain/grant-terms'

const STOOD = ['active', 'suspended', 'expired']

/** What a request that names a grant to renew is: a renewal only of one that people had agreed to, to no more than it allowed,
 *  and that nobody ended. All else is asked for anew, whatever it is called: a rule may be kinder to renewals. */
export async function findChange(
  tx: Tx,
  orgId: string,
  { renewsGrantId, terms, now }: { renewsGrantId: string | null; terms: GrantTerms; now: Date },
): Promise<Extract<Change, 'new' | 'renew'>> {
  const renewed = renewsGrantId === null ? null : await readGrantTerms(tx, orgId, renewsGrantId)
  if (!renewed?.terms || renewed.row.isBreakGlass) return 'new'
  if (renewed.row.decidedAt === null || !STOOD.includes(renewed.row.status)) return 'new'
  const atAnyTime = { ...renewed.terms, startsAt: null, expiresAt: null, durationSeconds: null }
  return isWithin(atAnyTime, terms, now) ? 'renew' : 'new'
}

/** Since when what a request goes on with has stood: the grant it changes or renews, and what that one renewed, without a gap
 *  of more than a day. Null where it goes on with nothing. Else a rule for short grants would let one stand for ever, a piece
 *  at a time. */
export async function findOrigin(tx: Tx, orgId: string, grantId: string | null): Promise<Date | null> {
  if (grantId === null) return null
  const [row] = await tx.$queryRaw<{ since: Date | null }[]>`
    with recursive chain (id, renews, starts_at) as (
      select id, renews_grant_id, starts_at from grants
      where org_id = ${orgId}::uuid and id = ${grantId}::uuid and decided_at is not null and status <> 'denied'
      union
      select g.id, g.renews_grant_id, g.starts_at from chain c
      join grants g on g.org_id = ${orgId}::uuid and g.id = c.renews and g.decided_at is not null and g.status <> 'denied'
        and coalesce(g.ended_at, g.expires_at, 'infinity') >= c.starts_at - interval '1 day')
    select min(starts_at) as since from chain`
  return row?.since ?? null
}
