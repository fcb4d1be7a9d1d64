import { reader } from '@/lib/db'
import { guardrailsOf, readGroupsOf } from '@/lib/db/guardrail-version'
import { breadthOf, combineBreadth } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import type { Check, IssuableGrant, Terms } from '@/lib/domain/issuance'
import type { AccessLevel, RiskCategory } from '@/lib/domain/permission'
import { holdGuardrails } from '@/lib/guardrails/hold-guardrails'
import { toIssueRequests } from '@/lib/guardrails/to-issue-requests'

const GUARDRAIL = { code: 'guardrail', title: 'No guardrail forbids it' } as const

async function describe({ orgId }: Context, grant: IssuableGrant, { systemIds, permissions }: Terms) {
  const rows = await reader().permission.findMany({
    where: { orgId, systemId: { in: systemIds }, key: { in: permissions } },
    select: { systemId: true, key: true, accessLevel: true, categories: true },
  })
  const held = systemIds.map((id) => {
    const here = rows.filter(({ systemId }) => systemId === id)
    return here.map(({ key, accessLevel, categories }) => {
      return { key, accessLevel: accessLevel as AccessLevel, categories: categories as RiskCategory[] }
    })
  })
  const tierOf = (id: string | undefined) => grant.targets.find(({ systemId }) => systemId === id)?.tier ?? 1
  return {
    breadth: combineBreadth(held.map((each, index) => breadthOf(each, tierOf(systemIds[index])))).score,
    levels: held.map((each) => [...new Set(each.map(({ accessLevel }) => accessLevel))]),
  }
}

/** What the guardrails in force would say to a session with these terms. Part of queries that have authorized. */
export async function simulateGuardrails(
  ctx: Context,
  grant: IssuableGrant,
  terms: Terms | null,
  at: Date,
): Promise<Check> {
  if (grant.guardrailsId === null)
    return { ...GUARDRAIL, verdict: 'does-not-apply', message: 'The organisation has no guardrails.' }
  if (!terms) return { ...GUARDRAIL, verdict: 'does-not-apply', message: 'Asked only once nothing else refuses.' }
  const { ticket, purpose } = grant
  const { isAllowed, message } = await holdGuardrails(guardrailsOf(grant), async () => {
    const groupsOf = await readGroupsOf(grant.orgId, [grant.principal.id, grant.actor.id])
    const said = { ticket, purpose, clientName: '', groupsOf, now: at }
    return toIssueRequests({ grant, terms, ...said, ...(await describe(ctx, grant, terms)) })
  })
  return { ...GUARDRAIL, verdict: isAllowed ? 'passes' : 'refuses', message }
}
