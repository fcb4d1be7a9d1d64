import { checkGuardrails } from '@/lib/commands/check-guardrails'
import { describeTerms } from '@/lib/commands/store-terms'
import type { Tx } from '@/lib/db'
import { readGroupNames } from '@/lib/db/guardrail-facts'
import type { StoredQuestion } from '@/lib/db/question'
import type { Context } from '@/lib/domain/context'
import { askedGrant } from '@/lib/domain/grant-terms'
import type { GuardrailRequest, GuardrailVerdict } from '@/lib/domain/guardrail'

type Row = StoredQuestion['row']
type Requester = NonNullable<GuardrailRequest['requester']>

function kindOf({ requestedByMemberId, requestedByIdentityId, clientId }: Row): Requester['kind'] {
  if (requestedByMemberId) return 'member'
  if (requestedByIdentityId) return 'service'
  return clientId ? 'client' : 'system'
}

/** Whoever asked, with the groups of now. */
async function requesterOf(tx: Tx, orgId: string, row: Row): Promise<Requester> {
  const memberId = row.requestedByMemberId
  const groups = memberId ? await readGroupNames(tx, orgId, memberId) : []
  return { kind: kindOf(row), name: row.requestedBy, groups }
}

/** What it was asked for: a change has a purpose of its own, which is on record only. */
async function purposeOf(tx: Tx, orgId: string, { id }: Row): Promise<string | null> {
  const where = { orgId, subjectKind: 'approval', subjectId: id, action: 'approval.asked' }
  return (await tx.auditEvent.findFirst({ where, select: { reason: true } }))?.reason ?? null
}

/** Holds the guardrails of this moment against a question that everybody has agreed to: they may have changed since it was
 *  asked, and so may what they look at. A session is looked at when it is issued; rules are not theirs to forbid. */
export async function checkQuestionGuardrails(
  tx: Tx,
  ctx: Context,
  { row }: StoredQuestion,
): Promise<Pick<GuardrailVerdict, 'isAllowed' | 'message'>> {
  if (row.subjectKind !== 'grant') return { isAllowed: true, message: '' }
  const { orgId } = ctx
  const { terms } = askedGrant.parse(row.asked)
  const where = { orgId_id: { orgId, id: row.subjectId } }
  const grant = await tx.delegationGrant.findUniqueOrThrow({ where })
  return checkGuardrails(tx, ctx, {
    ...{ action: 'request', terms, described: await describeTerms(tx, orgId, terms), ticket: grant.ticket },
    ...{ principal: { id: grant.principalId }, actor: { id: grant.actorId } },
    purpose: await purposeOf(tx, orgId, row),
    requester: await requesterOf(tx, orgId, row),
  })
}
