import { z } from 'zod'
import { measureGrantAgain, measureSessionAgain } from '@/lib/commands/measure-access'
import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

/** Uses of one session on its system, as an enforcement point saw them. */
export const recordUsesInput = z.object({
  sessionId: z.string(),
  uses: z
    .array(
      z.object({
        permission: z.string().min(1).max(200),
        at: z.coerce.date(),
        isAllowed: z.boolean().default(true),
        count: z.number().int().min(1).default(1),
      }),
    )
    .min(1)
    .max(10_000),
})
type Uses = z.output<typeof recordUsesInput>['uses']

/** Adds up uses by permission and by minute, in the database, in two statements. */
async function addUses(tx: Tx, ctx: Context, session: { id: string; systemId: string }, uses: Uses): Promise<void> {
  const columns = [
    uses.map((use) => use.permission),
    uses.map((use) => use.at),
    uses.map((use) => (use.isAllowed ? use.count : 0)),
    uses.map((use) => (use.isAllowed ? 0 : use.count)),
  ] as const
  await tx.$executeRaw`
    insert into delegated_session_uses as u (org_id, session_id, system_id, permission, allowed_count, denied_count, first_at, last_at)
    select ${ctx.orgId}::uuid, ${session.id}::uuid, ${session.systemId}::uuid, v.permission, sum(v.allowed), sum(v.denied), min(v.at), max(v.at)
    from unnest(${columns[0]}::text[], ${columns[1]}::timestamptz[], ${columns[2]}::int[], ${columns[3]}::int[]) v (permission, at, allowed, denied)
    group by v.permission
    on conflict (org_id, session_id, system_id, permission) do update set
      allowed_count = u.allowed_count + excluded.allowed_count, denied_count = u.denied_count + excluded.denied_count,
      first_at = least(u.first_at, excluded.first_at), last_at = greatest(u.last_at, excluded.last_at)`
  await tx.$executeRaw`
    insert into delegated_session_activity as a (org_id, session_id, minute, allowed_count, denied_count)
    select ${ctx.orgId}::uuid, ${session.id}::uuid, date_trunc('minute', v.at), sum(v.allowed), sum(v.denied)
    from unnest(${columns[1]}::timestamptz[], ${columns[2]}::int[], ${columns[3]}::int[]) v (at, allowed, denied)
    group by 3
    on conflict (org_id, session_id, minute) do update set
      allowed_count = a.allowed_count + excluded.allowed_count, denied_count = a.denied_count + excluded.denied_count`
}

/** Records what a session was used for and measures it and its grant again. Losing nothing matters more than speed here. */
export async function recordUses(ctx: Context, input: z.output<typeof recordUsesInput>): Promise<{ recorded: number }> {
  authorize(ctx, 'issue-session')
  const id = fromPublicId('session', input.sessionId)
  return mutate(ctx, async (tx) => {
    const session = await tx.delegatedSession.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
    if (!session) throw notFound('session')
    await addUses(tx, ctx, session, input.uses)
    await measureSessionAgain(tx, ctx.orgId, id)
    if (session.grantId) await measureGrantAgain(tx, ctx.orgId, session.grantId)
    const recorded = input.uses.reduce((sum, use) => sum + use.count, 0)
    return {
      result: { recorded },
      events: [{ action: 'session.used', subjectKind: 'session', subjectId: id, data: { recorded } }],
    }
  })
}
