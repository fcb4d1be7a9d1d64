import { z } from 'zod'
import { loadOwner } from '@/lib/commands/load-owner'
import { rerouteApprovals } from '@/lib/commands/reroute-approvals'
import { mutate, type Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

export const assignOwnerInput = z.object({
  kind: z.enum(['identity', 'grant', 'system']),
  ids: z.array(z.string()).min(1).max(500),
  ownerId: z.string(),
})

type Owned = { id: string; name: string }

async function setOwner(
  tx: Tx,
  orgId: string,
  kind: 'identity' | 'grant' | 'system',
  ids: string[],
  ownerId: string,
): Promise<Owned[]> {
  const args = { where: { orgId, id: { in: ids } }, data: { ownerId }, select: { id: true, name: true } }
  if (kind === 'identity') return tx.identity.updateManyAndReturn(args)
  if (kind === 'grant') return tx.delegationGrant.updateManyAndReturn(args)
  return tx.system.updateManyAndReturn(args)
}

/** Names the human or team who answers for identities, grants or systems. Questions that wait for their owner ask the new one. */
export async function assignOwner(
  ctx: Context,
  input: z.output<typeof assignOwnerInput>,
): Promise<{ assigned: number }> {
  authorize(ctx, 'assign-owner')
  const ids = input.ids.map((id) => fromPublicId(input.kind, id))
  return mutate(ctx, async (tx) => {
    const owner = await loadOwner(tx, ctx, input.ownerId)
    if (!owner) throw notFound('identity')
    const changed = await setOwner(tx, ctx.orgId, input.kind, ids, owner.id)
    const [first, ...rest] = changed.map(
      (row): AuditEventDraft => ({
        action: 'identity.owner-assigned',
        subjectKind: input.kind,
        subjectId: row.id,
        subjectName: row.name,
        data: { ownerId: owner.id, ownerName: owner.name },
      }),
    )
    if (!first) throw notFound(input.kind)
    const detect = { task: 'run-detectors', payload: { orgId: ctx.orgId }, key: `detect:${ctx.orgId}` } as const
    const rerouted = await rerouteApprovals(tx, ctx, ids)
    const events = [...rest, ...rerouted.events]
    return { result: { assigned: changed.length }, events: [first, ...events], jobs: [detect, ...rerouted.jobs] }
  })
}
