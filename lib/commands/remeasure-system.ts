import { addDue } from '@/lib/commands/due-subjects'
import { measureGrantAgain, measureSessionAgain } from '@/lib/commands/measure-access'
import { mutateIfNeeded, type Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

const BATCH = 200

type Subject = { id: string; origin: 'managed' | 'observed' }

/** Live sessions on a system that were measured with another tier than it has now. */
async function takeSessions(tx: Tx, ctx: Context, systemId: string): Promise<Subject[]> {
  return tx.$queryRaw<Subject[]>`
    update delegated_sessions s set tier = y.tier from systems y
    where y.org_id = ${ctx.orgId}::uuid and y.id = ${systemId}::uuid and s.org_id = y.org_id and s.id in (
      select l.id from delegated_sessions l where l.org_id = y.org_id and l.system_id = y.id and l.tier <> y.tier
        and l.status in ('scheduled', 'active', 'locked', 'revoking') and (l.expires_at is null or l.expires_at > ${ctx.now})
      limit ${BATCH})
    returning s.id, s.origin`
}

/** Standing grants on a system; their tier is that of their most critical system. */
async function takeGrants(tx: Tx, ctx: Context, systemId: string): Promise<Subject[]> {
  return tx.$queryRaw<Subject[]>`
    update grants g set tier = (
      select min(y.tier) from grant_targets t join systems y on y.org_id = t.org_id and y.id = t.system_id
      where t.org_id = g.org_id and t.grant_id = g.id)
    where g.org_id = ${ctx.orgId}::uuid and g.status in ('pending', 'active', 'suspended') and g.id in (
      select t.grant_id from grant_targets t where t.org_id = ${ctx.orgId}::uuid and t.system_id = ${systemId}::uuid)
    returning g.id, g.origin`
}

type Kind = 'session' | 'grant'

/** What Remit granted is measured here; what it observed is marked as due for whoever knows the source's policies. */
async function measure(tx: Tx, ctx: Context, kind: Kind, subjects: readonly Subject[]): Promise<void> {
  const again = kind === 'session' ? measureSessionAgain : measureGrantAgain
  for (const { id, origin } of subjects) if (origin === 'managed') await again(tx, ctx.orgId, id)
  const observed = subjects.filter(({ origin }) => origin === 'observed').map(({ id }) => id)
  await addDue(tx, ctx, kind, observed)
}

async function step(ctx: Context, kind: Kind, systemId: string): Promise<number> {
  const measured = await mutateIfNeeded(
    ctx,
    async (tx) => {
      const take = kind === 'session' ? takeSessions : takeGrants
      const subjects = await take(tx, ctx, systemId)
      if (subjects.length === 0) return null
      await measure(tx, ctx, kind, subjects)
      const data = { measured: kind, count: subjects.length }
      const event: AuditEventDraft = { action: 'system.measured', subjectKind: 'system', subjectId: systemId, data }
      return { result: subjects.length, events: [event] }
    },
    { isolation: 'ReadCommitted', timeoutMs: 300_000 },
  )
  return measured ?? 0
}

/** Measures standing grants and live sessions of a system again after its tier has changed. `systemId` is a UUID: only
 *  the job that follows the change calls this. */
export async function remeasureSystem(ctx: Context, systemId: string): Promise<void> {
  authorize(ctx, 'keep-house')
  await step(ctx, 'grant', systemId)
  while ((await step(ctx, 'session', systemId)) === BATCH);
}
