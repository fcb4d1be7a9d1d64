import { z } from 'zod'
import { checkSessionGuardrails } from '@/lib/commands/check-session-guardrails'
import { commitSession } from '@/lib/commands/commit-session'
import { readParentSession } from '@/lib/commands/read-parent-session'
import { recordRefusal } from '@/lib/commands/record-refusal'
import { issuableGrants } from '@/lib/db/issuable-grants'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { decideIssuance, type IssuableGrant, type ParentSession, type Refusal, type Terms } from '@/lib/domain/issuance'
import { fromPublicId, newId, toPublicId } from '@/lib/id'

/** A session as asked for: on one system of the grant, for `ttlSeconds`; no `permissions` = all that the grant has there. */
export const issueSessionInput = z.object({
  grantId: z.string(),
  systemId: z.string(),
  permissions: z.array(z.string()).optional(),
  ttlSeconds: z.number().int().min(1),
  parentId: z.string().nullish(),
  purpose: z.string().max(1000).nullish(),
  ticket: z.string().max(200).nullish(),
})
type Input = z.output<typeof issueSessionInput>

/** The answer to a request for a session: a session, or every reason why not. */
export type IssueAnswer = { sessionId: string; expiresAt: Date } | { refusals: Refusal[] }

type Loaded = { grant: IssuableGrant; systemId: string; parent: ParentSession | null }

async function load(ctx: Context, input: Input): Promise<Loaded> {
  const grantId = fromPublicId('grant', input.grantId)
  const [grants] = await issuableGrants.byId([{ grantId, orgId: ctx.orgId, at: ctx.now.toISOString() }])
  const [grant] = grants ?? []
  if (!grant) throw notFound('grant')
  const parentId = input.parentId ? fromPublicId('session', input.parentId) : null
  const parent = parentId === null ? null : await readParentSession(ctx, parentId)
  return { grant, systemId: fromPublicId('system', input.systemId), parent }
}

async function commit(ctx: Context, { grant, parent }: Loaded, input: Input, terms: Terms): Promise<IssueAnswer> {
  const id = newId(ctx.now)
  const said = { purpose: input.purpose ?? grant.purpose, ticket: input.ticket ?? grant.ticket }
  const refusal = await checkSessionGuardrails(ctx, { grant, terms, clientName: ctx.actor.name, ...said })
  if (refusal) return { refusals: [refusal] }
  const outcome = await commitSession(ctx, {
    id,
    grant,
    terms,
    parentId: parent?.id ?? null,
    clientId: null,
    tokenSha256: null,
    tokenClaims: null,
    tokenKid: null,
    statusNumber: null,
    ...said,
    sourceAddress: null,
    method: 'token-exchange',
  })
  if (outcome !== 'issued') return { refusals: [outcome] }
  return { sessionId: toPublicId('session', id), expiresAt: terms.expiresAt }
}

async function refuse(ctx: Context, { grant, systemId, parent }: Loaded, input: Input, refusals: Refusal[]) {
  const isGranted = grant.targets.some((target) => target.systemId === systemId)
  await recordRefusal(ctx, {
    actorId: grant.actor.id,
    principalId: grant.principal.id,
    grantId: grant.id,
    systemId: isGranted ? systemId : null,
    parentSessionId: parent?.id ?? null,
    clientId: null,
    requested: { permissions: input.permissions ?? [], ttlSeconds: input.ttlSeconds },
    refusals,
  })
  return { refusals }
}

/** Issues a delegated session without a token under a managed grant, or says every reason why not; either is on record.
 *  It decides and commits as the token service does. For parts of Remit that tell of the past: policy's longest lifetime
 *  is not held against it, for what was issued before there was a policy lives on, too. */
export async function issueSession(ctx: Context, input: Input): Promise<IssueAnswer> {
  authorize(ctx, 'issue-session')
  const loaded = await load(ctx, input)
  const { grant, systemId, parent } = loaded
  const wish = {
    systemIds: [systemId],
    permissions: input.permissions ?? null,
    ttlSeconds: input.ttlSeconds,
    authorizationDetails: null,
    clientScopes: [],
    subject: null,
    parent,
    isDpopBound: false,
    isApproved: false,
    liveSessions: grant.liveSessions,
    maxLifetimeSeconds: null,
  }
  const { refusals, terms } = decideIssuance(grant, wish, ctx.now)
  const answer = terms ? await commit(ctx, loaded, input, terms) : { refusals }
  return 'refusals' in answer ? refuse(ctx, loaded, input, answer.refusals) : answer
}
