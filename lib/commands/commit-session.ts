import DataLoader from 'dataloader'
import { measureTerms } from '@/lib/commands/measure-terms'
import { describeActor, ensureMonth } from '@/lib/db'
import { gather } from '@/lib/db/gather'
import { toJsonb } from '@/lib/db/jsonb'
import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import type { IssuableGrant, Refusal, Terms } from '@/lib/domain/issuance'
import { newId, toPublicId } from '@/lib/id'

/** A session that was decided about and whose token, where it has one, is signed. Ids are UUIDs; `tokenSha256` is of the
 *  compact token; `approvalId` where people had to be asked, who said yes to the session with this `id`. */
export type SessionDraft = {
  id: string
  grant: IssuableGrant
  terms: Terms
  parentId: string | null
  clientId: string | null
  tokenSha256: Buffer | null
  tokenClaims: Readonly<Record<string, unknown>> | null
  tokenKid: string | null
  statusNumber: bigint | null
  purpose: string | null
  ticket: string | null
  sourceAddress: string | null
  approvalId?: string | null
  method: 'token-exchange' | 'client-credentials'
}

type Row = Record<string, unknown> & { bounded: { orgId: string; grantId: string } | null }
type Outcome = { n: number; refusal: string | null }

const issue = statement<Outcome>(
  'issue-sessions',
  'select n, refusal from issue_sessions($1::jsonb, $2::uuid[], $3::uuid[])',
)

const MOST_AT_ONCE = 100
const CHANGED = 'since this was decided. Ask again.'

/** What may have changed between the decision and its commit. */
const REFUSALS: Readonly<Record<string, string>> = {
  'grant-not-active': `The grant has ceased to be active ${CHANGED}`,
  'grant-not-started': 'The grant has not started.',
  'grant-expired': 'The grant ends before this session would.',
  'principal-not-active': `The principal has ceased to be active ${CHANGED}`,
  'actor-not-active': `The actor has ceased to be active ${CHANGED}`,
  'client-not-active': 'The client is disabled.',
  'parent-not-active': `The parent session has ended ${CHANGED}`,
  'needs-approval': 'A person has to approve each session under this grant.',
  'too-many-sessions': 'As many sessions are live as the grant allows at once. One has to end first.',
  'already-issued': 'This approval has given its one session.',
}

function eventOf(ctx: Context, { grant, terms, parentId, clientId }: SessionDraft) {
  const { actorKind, actorId, actorName } = describeActor(ctx.actor)
  const data = {
    grantId: toPublicId('grant', grant.id),
    clientId: clientId && toPublicId('client', clientId),
    expiresAt: terms.expiresAt,
    permissions: terms.permissions.length,
    parentId: parentId && toPublicId('session', parentId),
  }
  const by = { event_actor_kind: actorKind, event_actor_id: actorId, event_actor_name: actorName }
  return { event_id: newId(ctx.now), ...by, event_name: grant.name, event_data: data }
}

async function toRow(ctx: Context, draft: SessionDraft): Promise<Row> {
  const { grant, terms } = draft
  const [systemId, ...otherSystemIds] = terms.systemIds
  return {
    bounded: grant.maxConcurrentSessions === null ? null : { orgId: ctx.orgId, grantId: grant.id },
    org_id: ctx.orgId,
    id: draft.id,
    at: ctx.now,
    expires_at: terms.expiresAt,
    method: draft.method,
    grant_id: grant.id,
    parent_id: draft.parentId,
    depth: terms.depth,
    principal_id: grant.principal.id,
    actor_id: grant.actor.id,
    system_id: systemId,
    other_system_ids: otherSystemIds,
    client_id: draft.clientId,
    approval_id: draft.approvalId ?? null,
    purpose: draft.purpose,
    ticket: draft.ticket,
    source_address: draft.sourceAddress,
    token_sha256: draft.tokenSha256?.toString('hex') ?? null,
    token_claims: draft.tokenClaims,
    token_kid: draft.tokenKid,
    status_number: draft.statusNumber?.toString() ?? null,
    idle_timeout_seconds: grant.idleTimeoutSeconds,
    ...(await measureTerms(ctx, grant, terms)),
    ...eventOf(ctx, draft),
  }
}

async function issueAll(rows: readonly Row[]): Promise<(string | null)[]> {
  const drafts = rows.map(({ bounded: _, ...row }, n) => ({ n, ...row }))
  const bounded = rows.flatMap((row) => row.bounded ?? [])
  const outcomes = await issue([
    toJsonb(drafts),
    bounded.map(({ orgId }) => orgId),
    bounded.map(({ grantId }) => grantId),
  ])
  const found = new Map(outcomes.map(({ n, refusal }) => [n, refusal]))
  return rows.map((_, n) => {
    const refusal = found.get(n)
    if (refusal === undefined) throw new Error('a session was neither issued nor refused')
    return refusal
  })
}

/** One session that cannot be written must not take others with it: these are then written one by one. Not where the
 *  database could not be reached, for then nobody knows. */
async function issueTogether(rows: readonly Row[]): Promise<(string | null | Error)[]> {
  try {
    return await issueAll(rows)
  } catch (error) {
    if (rows.length === 1 || error instanceof DomainError) throw error
    const alone = await Promise.allSettled(rows.map((row) => issueAll([row])))
    return alone.map((each) => (each.status === 'fulfilled' ? (each.value[0] ?? null) : (each.reason as Error)))
  }
}

const { schedule, counted } = gather(2)
const loader = new DataLoader<Row, string | null>(counted(issueTogether), {
  cache: false,
  maxBatchSize: MOST_AT_ONCE,
  batchScheduleFn: schedule,
})

/** Commits a session with its audit event, so that its token may be sent: one statement, which many requests of one moment
 *  share and which looks once more at all that may have changed since the decision. Answers the refusal where something has.
 *  @throws DomainError `unavailable` where the database cannot be reached: the session may then stand, but its token must
 *  not be sent */
export async function commitSession(ctx: Context, draft: SessionDraft): Promise<'issued' | Refusal> {
  authorize(ctx, 'issue-session')
  if (draft.grant.orgId !== ctx.orgId) throw notFound('grant')
  const [row] = await Promise.all([toRow(ctx, draft), ensureMonth(ctx.now)])
  const code = await loader.load(row)
  return code === null ? 'issued' : { code, message: REFUSALS[code] ?? 'Something has changed. Ask again.' }
}
