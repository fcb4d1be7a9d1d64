import { reader } from '@/lib/db'
import { readAskedFacts } from '@/lib/db/asked-facts'
import { readQuestion } from '@/lib/db/question'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { askedGrant } from '@/lib/domain/grant-terms'
import { askedSession } from '@/lib/domain/session-request'
import { toPublicId } from '@/lib/id'
import { openEndpointSecret } from '@/lib/secrets/endpoint-secret'

/** A question that an external reviewer is to be asked, and where. `endpointId` is a UUID. `body`: what is posted. */
export type ReviewQuestion = { endpointId: string; url: string; secret: string; messageId: string; body: object }

async function permissionsOf(orgId: string, subjectKind: string, asked: unknown) {
  const session = askedSession.safeParse(asked)
  if (subjectKind === 'session') return session.success ? [{ system: null, permissions: session.data.permissions }] : []
  const grant = askedGrant.safeParse(asked)
  if (!grant.success) return []
  const { targets } = grant.data.terms
  const ids = targets.map(({ systemId }) => systemId)
  const systems = await reader().system.findMany({ where: { orgId, id: { in: ids } } })
  return targets.map(({ systemId, permissions, tenants, resources }) => {
    const system = systems.find(({ id }) => id === systemId)
    return { system: system?.name ?? null, tier: system?.tier, permissions, tenants, resources }
  })
}

/** What to ask the external reviewer of a stage; null where nobody waits for it any more, or its endpoint is disabled. */
export async function findReviewQuestion(
  ctx: Context,
  { approvalId, position }: { approvalId: string; position: number },
): Promise<ReviewQuestion | null> {
  authorize(ctx, 'keep-approvals')
  const { orgId, now } = ctx
  const stored = await readQuestion(reader(), orgId, approvalId)
  const stage = stored?.question.stages.find((each) => each.position === position)
  if (!stored || stage?.kind !== 'reviewer' || stage.isSettled || !stage.terms.endpointId) return null
  const { row } = stored
  if (row.status !== 'pending' || row.expiresAt <= now || row.currentPosition !== position) return null
  const where = { orgId_id: { orgId, id: stage.terms.endpointId } }
  const endpoint = await reader().endpoint.findUnique({ where })
  if (endpoint?.status !== 'active' || !endpoint.url) return null
  const { title, sentence, purpose, facts } = await readAskedFacts(reader(), orgId, row)
  const { subjectKind, requestedBy, risk, tier, revision, expiresAt } = row
  const publicId = toPublicId('approval', approvalId)
  const asked = await permissionsOf(orgId, subjectKind, row.asked)
  const data = {
    ...{ approvalId: publicId, kind: subjectKind, title, text: sentence, purpose, facts, asked, requestedBy },
    ...{ risk, tier, revision, expiresAt, stage: stage.name, mayDeny: stage.terms.mayDeny },
  }
  return {
    ...{ endpointId: endpoint.id, url: endpoint.url, secret: await openEndpointSecret(endpoint.secretJwe) },
    messageId: `${publicId}_${position}_${revision}`,
    body: { type: 'approval.review', timestamp: now.toISOString(), data },
  }
}
