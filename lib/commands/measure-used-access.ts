import { takeDue } from '@/lib/commands/due-subjects'
import { measureGrantAgain, measureSessionAgain } from '@/lib/commands/measure-access'
import { mutateIfNeeded, type Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

const BATCH = 200

type Used = { id: string; grantId: string | null }

async function readManaged(tx: Tx, ctx: Context, ids: readonly string[]): Promise<Used[]> {
  return tx.$queryRaw<Used[]>`
    select s.id, s.grant_id "grantId" from unnest(${ids}::uuid[]) i (id) cross join lateral (
      select * from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and s.id = i.id limit 1) s
    where s.origin = 'managed'`
}

async function measureBatch(ctx: Context): Promise<number | null> {
  return mutateIfNeeded(
    ctx,
    async (tx) => {
      const ids = await takeDue(tx, ctx, 'used', BATCH)
      const sessions = await readManaged(tx, ctx, ids)
      const [first, ...rest] = [...new Set(sessions.map(({ grantId }) => grantId))].flatMap((grantId) => grantId ?? [])
      if (!first) return null
      for (const { id } of sessions) await measureSessionAgain(tx, ctx.orgId, id)
      for (const id of [first, ...rest]) await measureGrantAgain(tx, ctx.orgId, id)
      const used = (id: string): AuditEventDraft => {
        const data = { sessions: sessions.filter(({ grantId }) => grantId === id).length }
        return { action: 'session.used', subjectKind: 'grant', subjectId: id, data }
      }
      return { result: ids.length, events: [used(first), ...rest.map(used)] }
    },
    { isolation: 'ReadCommitted', timeoutMs: 300_000 },
  )
}

/** Measures the sessions that were used since the last time, and their grants: how much of what they may do was used, and
 *  when last. */
export async function measureUsedAccess(ctx: Context): Promise<void> {
  authorize(ctx, 'keep-house')
  while ((await measureBatch(ctx)) === BATCH);
}
