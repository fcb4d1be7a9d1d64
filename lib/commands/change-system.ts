import { z } from 'zod'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { ENVIRONMENTS } from '@/lib/domain/identity'
import { fromPublicId } from '@/lib/id'

export const changeSystemInput = z.object({
  systemId: z.string(),
  tier: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  environment: z.enum(ENVIRONMENTS),
  name: z.string().trim().min(1).max(200).optional(),
})

/** Sets how critical a system is and what it is for. Breadths on it are measured anew by the job that follows. */
export async function changeSystem(
  ctx: Context,
  input: z.output<typeof changeSystemInput>,
): Promise<{ systemId: string }> {
  authorize(ctx, 'manage-systems')
  const { systemId, ...change } = input
  const id = fromPublicId('system', systemId)
  return mutate(ctx, async (tx) => {
    const before = await tx.system.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
    if (!before) throw notFound('system')
    await tx.system.update({ where: { orgId_id: { orgId: ctx.orgId, id } }, data: change })
    const was = { tier: before.tier, environment: before.environment, name: before.name }
    return {
      result: { systemId },
      events: [
        {
          action: 'system.changed',
          subjectKind: 'system',
          subjectId: id,
          subjectName: change.name ?? before.name,
          data: { was, is: change },
        },
      ],
      jobs: [{ task: 'measure-breadth', payload: { orgId: ctx.orgId, systemId: id }, key: `measure:${id}` }],
    }
  })
}
