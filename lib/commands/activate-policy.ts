import { checkPolicyContent } from '@/lib/commands/check-policy-content'
import type { Tx } from '@/lib/db'
import type { StoredQuestion } from '@/lib/db/question'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { askedPolicy, type PolicyKind } from '@/lib/domain/policy-version'

type Outcome = { status: 'approved' | 'denied'; comment: string | null }

type Proposed = { kind: string; content: unknown; basedOn: number }

/** A version is put in the place of the one it was written from: of any other it would undo the change. What it names may
 *  have gone since it was proposed. */
async function requireFit(tx: Tx, orgId: string, { kind, content, basedOn }: Proposed, holds: number): Promise<void> {
  if (basedOn !== holds) throw new DomainError('changed', `Version ${holds} holds by now. Propose this one again.`)
  await checkPolicyContent(tx, orgId, kind as PolicyKind, content)
}

/** Puts a version of the rules in force, in the place of the one before, or refuses it. A version proposed before the one
 *  that holds now does not come back by the side door: it has to be proposed again. */
export async function activatePolicy(
  tx: Tx,
  { orgId, actor, now }: Context,
  { row }: StoredQuestion,
  { status, comment }: Outcome,
): Promise<AuditEventDraft[]> {
  const policy = await tx.policyVersion.findUniqueOrThrow({ where: { orgId_id: { orgId, id: row.subjectId } } })
  const { id, kind, version } = policy
  const active = await tx.policyVersion.findFirst({ where: { orgId, kind, status: 'active' } })
  const isActive = status === 'approved'
  const { basedOn } = askedPolicy.parse(row.asked)
  if (isActive) await requireFit(tx, orgId, { ...policy, basedOn }, active?.version ?? 0)
  if (isActive && active)
    await tx.policyVersion.update({
      where: { orgId_id: { orgId, id: active.id } },
      data: { status: 'superseded', supersededAt: now },
    })
  const decided = { decidedBy: actor.name, decidedAt: now }
  await tx.policyVersion.update({
    where: { orgId_id: { orgId, id } },
    data: { status: isActive ? 'active' : 'denied', ...decided },
  })
  const action = isActive ? 'policy.activated' : 'policy.denied'
  const data = { kind, version, before: active?.version ?? null }
  const subjectName = `${kind} version ${version}`
  return [{ action, subjectKind: 'policy', subjectId: id, subjectName, reason: comment, data }]
}
