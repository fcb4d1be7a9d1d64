import { addDue, spreadFacts, takeDue } from '@/lib/commands/due-subjects'
import { recordGrantMeasures } from '@/lib/commands/record-grant-measures'
import { recordObservedGrants } from '@/lib/commands/record-observed-grants'
import { recordSessionMeasures } from '@/lib/commands/record-session-measures'
import { mutateIfNeeded, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { Limits } from '@/lib/domain/limits'
import type { AccessReading } from '@/lib/domain/observed-access'

type Input = { connectorId: string; reading: AccessReading; limits: Limits }
/** How many of each were measured. */
export type MeasuredAccess = { sessions: number; grants: number }

/** Measures all that ingested records touched: brings observed grants in line with the facts, then tells of each session
 *  and grant what it may do and what it used. In steps of one transaction each; what a killed process left is done by
 *  the next to come. `reading` knows the source's policies. */
export async function measureObservedAccess(ctx: Context, input: Input): Promise<MeasuredAccess> {
  authorize(ctx, 'ingest-records')
  const { connectorId, reading, limits } = input
  const repeat = (noun: string, step: Step) => repeatStep(ctx, connectorId, noun, step)
  await repeat('facts', async (tx) => {
    const subjects = await takeDue(tx, ctx, 'fact', 500)
    if (subjects.length > 0) await spreadFacts(tx, ctx, subjects)
    return { count: subjects.length }
  })
  const grants = await repeat('grants', async (tx) => {
    const principals = await takeDue(tx, ctx, 'principal', 200)
    const ids = principals.length > 0 ? await recordObservedGrants(tx, ctx, { connectorId, principals, reading }) : []
    await addDue(tx, ctx, 'grant', ids)
    return { count: principals.length, total: ids.length }
  })
  const described = new Set<string>()
  const sessions = await repeat('sessions', (tx) => recordSessionMeasures(tx, ctx, { reading, limits, described }))
  await repeat('grants', async (tx) => ({ count: await recordGrantMeasures(tx, ctx, reading) }))
  return { sessions, grants }
}

/** `count` is how many were taken, 0 when there are no more; `total` how many that made. */
type Step = (tx: Tx) => Promise<{ count: number; total?: number; onCommitted?: () => void }>

async function repeatStep(ctx: Context, connectorId: string, noun: string, step: Step): Promise<number> {
  for (let sum = 0; ; ) {
    const done = await mutateIfNeeded(
      ctx,
      async (tx) => {
        await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`ingest:${ctx.orgId}`}, 0))`
        const result = await step(tx)
        if (result.count === 0) return null
        const data = { stage: `measured ${noun}`, count: result.total ?? result.count }
        return {
          result,
          events: [{ action: 'records.ingested', subjectKind: 'connector', subjectId: connectorId, data }],
        }
      },
      { isolation: 'ReadCommitted', timeoutMs: 300_000 },
    )
    if (!done) return sum
    done.onCommitted?.()
    sum += done.total ?? done.count
  }
}
