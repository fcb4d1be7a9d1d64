import { describeSession } from '@/lib/commands/measure-terms'
import { guardrailsOf, readGroupsOf } from '@/lib/db/guardrail-version'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import type { IssuableGrant, Refusal, Terms } from '@/lib/domain/issuance'
import { holdGuardrails } from '@/lib/guardrails/hold-guardrails'
import { toIssueRequests } from '@/lib/guardrails/to-issue-requests'

/** A session that every bound of its grant lets pass. Ids are UUIDs; `clientName`: of the client that asks. */
export type GuardedTerms = {
  grant: IssuableGrant
  terms: Terms
  clientName: string
  ticket: string | null
  purpose: string | null
}

/** Holds the guardrails that were in force as the grant was read against a session; null = none of them refuses it. */
export async function checkSessionGuardrails(ctx: Context, guarded: GuardedTerms): Promise<Refusal | null> {
  authorize(ctx, 'issue-session')
  const { grant, terms } = guarded
  if (grant.orgId !== ctx.orgId) throw notFound('grant')
  const { isAllowed, message } = await holdGuardrails(guardrailsOf(grant), async ({ looksAt }) => {
    const groupsOf = looksAt('issue', 'groups')
      ? await readGroupsOf(grant.orgId, [grant.principal.id, grant.actor.id])
      : new Map<string, string[]>()
    return toIssueRequests({ ...guarded, ...(await describeSession(ctx, grant, terms)), groupsOf, now: ctx.now })
  })
  return isAllowed ? null : { code: 'guardrail', message }
}
