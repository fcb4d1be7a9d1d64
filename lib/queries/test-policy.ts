import { reader } from '@/lib/db'
import { readPolicyFacts } from '@/lib/db/policy-facts'
import { readActivePolicy } from '@/lib/db/question'
import { approvalPolicy, DEFAULT_POLICY } from '@/lib/domain/approval-policy'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { type PolicyTrial, type PolicyTrialInput, tryPolicy } from '@/lib/domain/policy-trial'
import { readPastRequests } from '@/lib/queries/read-past-requests'

const DAY_MS = 86_400_000

/** How past requests would have gone under proposed rules, against those in force; both see systems, people and groups as
 *  they are today. @throws DomainError `invalid_policy` where the content is not of the shape of rules */
export async function testPolicy(ctx: Context, { content, days }: PolicyTrialInput): Promise<PolicyTrial> {
  authorize(ctx, 'view-policies')
  const { data: proposed, error } = approvalPolicy.safeParse(content)
  if (error) throw new DomainError('invalid_policy', error.issues[0]?.message ?? 'These are no rules.')
  const active = await readActivePolicy(reader(), ctx.orgId, 'approvals')
  const held = active ? approvalPolicy.parse(active.content) : DEFAULT_POLICY
  const [{ names }, { past, unread, isPart }] = await Promise.all([
    readPolicyFacts(reader(), ctx.orgId, held, proposed),
    readPastRequests(ctx, new Date(ctx.now.getTime() - days * DAY_MS)),
  ])
  return { days, ...tryPolicy(past, { held, proposed }, (id) => names[id] ?? id), unread, isPart }
}
