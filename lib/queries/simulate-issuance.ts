import { authorize } from '@/lib/domain/authorization'
import type { AuthorizationDetail } from '@/lib/domain/authorization-details'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { type Check, decideIssuance, policyLifetimeSeconds, type Terms } from '@/lib/domain/issuance'
import { fromPublicId } from '@/lib/id'
import { readIssuableGrants } from '@/lib/queries/read-issuable-grants'
import { simulateGuardrails } from '@/lib/queries/simulate-guardrails'

/** A session to try out: under a grant (public id), at a time; what is not named is as a client that names nothing. */
export type SimulatedSession = {
  grantId: string
  at: Date
  systemId?: string
  permissions?: string[]
  ttlSeconds?: number
  authorizationDetails?: AuthorizationDetail[]
  isDpopBound?: boolean
}

/** Runs the checks of a token request without making one: what would be decided at that time, as grant, identities and
 *  live sessions stand. A client's own maximum and a subject token are not among it. Where only approval lacks, `terms`
 *  are what would be put to people.
 *  @throws DomainError `not_found` also for a grant that Remit only observes */
export async function simulateIssuance(
  ctx: Context,
  asked: SimulatedSession,
): Promise<{ checks: Check[]; terms: Terms | null }> {
  authorize(ctx, 'view-access')
  const grantId = fromPublicId('grant', asked.grantId)
  const [grant] = await readIssuableGrants(ctx.orgId, asked.at, { grantId })
  if (!grant) throw notFound('grant')
  const systemIds = asked.systemId === undefined ? [] : [fromPublicId('system', asked.systemId)]
  const wish = {
    systemIds,
    permissions: asked.permissions ?? null,
    ttlSeconds: asked.ttlSeconds ?? null,
    authorizationDetails: asked.authorizationDetails ?? null,
    clientScopes: [],
    subject: null,
    parent: null,
    isDpopBound: asked.isDpopBound ?? false,
    isApproved: false,
    liveSessions: grant.liveSessions,
    maxLifetimeSeconds: policyLifetimeSeconds(grant, systemIds),
  }
  const { checks } = decideIssuance(grant, wish, asked.at)
  const { terms } = decideIssuance(grant, { ...wish, isApproved: true }, asked.at)
  const guardrails = await simulateGuardrails(ctx, grant, terms, asked.at)
  const inOrder = [...checks.slice(0, -1), guardrails, ...checks.slice(-1)]
  return { checks: inOrder, terms: guardrails.verdict === 'refuses' ? null : terms }
}
