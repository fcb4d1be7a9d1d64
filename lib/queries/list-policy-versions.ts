import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { PolicyVersionStatus } from '@/lib/domain/life'
import type { PolicyKind, PolicyVersionRow } from '@/lib/domain/policy-version'
import { toPublicId } from '@/lib/id'

const MOST = 200

/** Version 0: what Remit brings along. It is in force until an organisation has rules of its own. */
export function builtInVersion(kind: PolicyKind, status: 'active' | 'superseded'): PolicyVersionRow {
  const nobody = { proposedAt: null, decidedBy: null, decidedAt: null, supersededAt: null, approvalId: null }
  const note = kind === 'approvals' ? 'One approver decides on everything.' : 'Nothing is forbidden.'
  return { id: null, kind, version: 0, status, note, proposedBy: 'Remit', isMine: false, ...nobody }
}

/** The questions by which versions were put to a second person, by version (UUID). Part of queries that have authorized. */
export async function readQuestionsOf(orgId: string, policyIds: readonly string[]): Promise<Map<string, string>> {
  const asked = await reader().approval.findMany({
    where: { orgId, subjectKind: 'policy', subjectId: { in: [...policyIds] } },
    select: { id: true, subjectId: true },
  })
  return new Map(asked.map(({ id, subjectId }) => [subjectId, toPublicId('approval', id)]))
}

/** The latest versions of the rules of a kind, the newest first and version 0 last. */
export async function listPolicyVersions(ctx: Context, kind: PolicyKind): Promise<PolicyVersionRow[]> {
  authorize(ctx, 'view-policies')
  const { orgId, actor } = ctx
  const stored = await reader().policyVersion.findMany({
    where: { orgId, kind },
    omit: { content: true },
    orderBy: { version: 'desc' },
    take: MOST,
  })
  const questions = await readQuestionsOf(
    orgId,
    stored.map(({ id }) => id),
  )
  const rows = stored.map(({ id, orgId: _, proposedByMemberId, status, ...row }): PolicyVersionRow => {
    return {
      ...row,
      kind,
      id: toPublicId('policy', id),
      status: status as PolicyVersionStatus,
      approvalId: questions.get(id) ?? null,
      isMine: actor.kind === 'member' && actor.memberId === proposedByMemberId,
    }
  })
  const isOwn = rows.some(({ status }) => status === 'active')
  return [...rows, builtInVersion(kind, isOwn ? 'superseded' : 'active')]
}
