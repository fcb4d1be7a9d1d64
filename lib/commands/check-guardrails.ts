import type { DescribedTerms } from '@/lib/commands/store-terms'
import type { Tx } from '@/lib/db'
import { readActiveGuardrails, readGroupNames, readGuardrailFacts } from '@/lib/db/guardrail-facts'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { type GrantTerms, standsSeconds } from '@/lib/domain/grant-terms'
import type { GuardrailRequest, GuardrailVerdict } from '@/lib/domain/guardrail'
import { holdGuardrails } from '@/lib/guardrails/hold-guardrails'
import { type GuardedGrant, toGrantRequests } from '@/lib/guardrails/to-grant-requests'

/** A grant, or a change of one, that guardrails are asked about. Ids are UUIDs. `requester`: whoever asked, where that is
 *  not the caller. */
export type GuardedTerms = {
  action: GuardedGrant['action']
  terms: GrantTerms
  described: DescribedTerms
  principal: { id: string }
  actor: { id: string }
  ticket: string | null
  purpose: string | null
  requester?: Requester
}
type Requester = NonNullable<GuardrailRequest['requester']>

async function requesterOf(tx: Tx, { orgId, actor }: Context): Promise<Requester> {
  const groups = actor.kind === 'member' ? await readGroupNames(tx, orgId, actor.memberId) : []
  return { kind: actor.kind, name: actor.name, groups }
}

async function toRequests(tx: Tx, ctx: Context, of: GuardedTerms): Promise<GuardrailRequest[]> {
  const { terms, described, principal, actor, ...rest } = of
  const facts = await readGuardrailFacts(tx, ctx.orgId, {
    identityIds: [principal.id, actor.id],
    systemIds: described.targets.map(({ systemId }) => systemId),
  })
  return toGrantRequests({
    ...rest,
    principal: facts.identities.get(principal.id),
    actor: facts.identities.get(actor.id),
    targets: described.targets.map((target) => ({ ...target, system: facts.systems.get(target.systemId) })),
    breadth: described.breadth.score,
    ttlSeconds: terms.maxSessionTtlSeconds,
    isPermanent: standsSeconds(terms, ctx.now) === null,
    chainDepth: terms.maxChainDepth,
    requester: of.requester ?? (await requesterOf(tx, ctx)),
    now: ctx.now,
    timeZone: facts.timeZone,
  })
}

/** Holds the guardrails of this moment against what is asked for. Part of the commands that ask. */
export async function checkGuardrails(tx: Tx, ctx: Context, of: GuardedTerms): Promise<GuardrailVerdict> {
  return holdGuardrails(await readActiveGuardrails(tx, ctx.orgId), () => toRequests(tx, ctx, of))
}

/** The same, for what cannot be denied on record. @throws DomainError `guardrail` with the names of those that forbid it */
export async function requireGuardrails(tx: Tx, ctx: Context, of: GuardedTerms): Promise<void> {
  const { isAllowed, guardrails, message } = await checkGuardrails(tx, ctx, of)
  if (!isAllowed) throw new DomainError('guardrail', message, { guardrails })
}
