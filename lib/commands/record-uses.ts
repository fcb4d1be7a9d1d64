import { z } from 'zod'
import { measureGrantAgain, measureSessionAgain } from '@/lib/commands/measure-access'
import { type CheckedUse, recordChecks } from '@/lib/commands/record-checks'
import { mutate, reader } from '@/lib/db'
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
type Use = z.output<typeof recordUsesInput>['uses'][number]

function toChecked(session: { id: string; systemId: string }, { permission, at, isAllowed, count }: Use): CheckedUse {
  const counts = { allowed: isAllowed ? count : 0, denied: isAllowed ? 0 : count, inactive: 0 }
  const times = { firstAt: at.getTime(), lastAt: at.getTime() }
  return { sessionId: session.id, systemId: session.systemId, permission, clientId: null, ...counts, ...times }
}

/** Records what a session was used for and measures it and its grant again. */
export async function recordUses(ctx: Context, input: z.output<typeof recordUsesInput>): Promise<{ recorded: number }> {
  authorize(ctx, 'issue-session')
  const id = fromPublicId('session', input.sessionId)
  const session = await reader().delegatedSession.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
  if (!session) throw notFound('session')
  await recordChecks(
    ctx,
    input.uses.map((use) => toChecked(session, use)),
  )
  const recorded = input.uses.reduce((sum, use) => sum + use.count, 0)
  return mutate(
    ctx,
    async (tx) => {
      await tx.$executeRaw`delete from entitlements_due where org_id = ${ctx.orgId}::uuid and subject = ${`used:${id}`}`
      await measureSessionAgain(tx, ctx.orgId, id)
      if (session.grantId) await measureGrantAgain(tx, ctx.orgId, session.grantId)
      return {
        result: { recorded },
        events: [{ action: 'session.used', subjectKind: 'session', subjectId: id, data: { recorded } }],
      }
    },
    { isolation: 'ReadCommitted' },
  )
}
