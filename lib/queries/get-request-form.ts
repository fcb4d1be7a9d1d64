import { z } from 'zod'
import { reader } from '@/lib/db'
import { readGrantTerms } from '@/lib/db/grant-terms'
import { readOwnIdentities } from '@/lib/db/own-identities'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { askedGrant, type GrantTerms } from '@/lib/domain/grant-terms'
import type { Environment, IdentityKind } from '@/lib/domain/identity'
import type { Tier } from '@/lib/domain/limits'
import { EMPTY_FORM, type FormParty, type FormStands, type RequestForm, requestForm } from '@/lib/domain/request-form'
import { fromPublicId, toPublicId } from '@/lib/id'
import { liveSql } from '@/lib/queries/session-where'

/** What a form begins with: a draft; a grant that is asked for again, renewed or changed; or just who is meant. */
export const requestFormInput = z.object({
  draft: z.string().optional(),
  again: z.string().optional(),
  renew: z.string().optional(),
  extend: z.string().optional(),
  widen: z.string().optional(),
  narrow: z.string().optional(),
  principal: z.string().optional(),
  actor: z.string().optional(),
})
type Input = z.output<typeof requestFormInput>

/** `grantName`, `liveSessions`: of the grant that is renewed or changed. */
export type BegunForm = { form: RequestForm; draftId: string | null; grantName: string | null; liveSessions: number }

const DAY = 86_400_000

async function readDraft({ orgId, actor }: Context, draftId: string): Promise<BegunForm> {
  const memberId = actor.kind === 'member' ? actor.memberId : undefined
  const id = fromPublicId('draft', draftId)
  const draft = memberId ? await reader().grantDraft.findFirst({ where: { orgId, id, memberId } }) : null
  if (!draft) throw notFound('draft')
  return { form: requestForm.parse(draft.content), draftId, grantName: null, liveSessions: 0 }
}

const partyOf = ({ id, name, kind }: { id: string; name: string; kind: string }): FormParty => {
  return { id: toPublicId('identity', id), name, kind: kind as IdentityKind }
}

async function readTargets({ orgId }: Context, { targets }: GrantTerms): Promise<RequestForm['targets']> {
  const ids = targets.map(({ systemId }) => systemId)
  const systems = await reader().system.findMany({ where: { orgId, id: { in: ids } } })
  return targets.flatMap(({ systemId, ...rest }) => {
    const system = systems.find(({ id }) => id === systemId)
    if (!system) return []
    const { name, tier, environment } = system
    const of = { id: toPublicId('system', systemId), name, tier: tier as Tier, environment: environment as Environment }
    return [{ system: of, ...rest }]
  })
}

/** As long as it stood, from the approval on; a length that was asked for stays that length. */
function standsAgain({ durationSeconds, expiresAt, startsAt }: GrantTerms, from: Date): FormStands {
  if (durationSeconds !== null) return { kind: 'for', seconds: durationSeconds }
  if (expiresAt === null) return { kind: 'permanent' }
  const begin = startsAt?.getTime() ?? from.getTime()
  return { kind: 'for', seconds: Math.max(60, Math.round((expiresAt.getTime() - begin) / 1000)) }
}

/** When it ends now; to extend, as much later as it stood, at most 90 days. */
function standsNow({ expiresAt, startsAt }: GrantTerms, from: Date, isExtension: boolean): FormStands {
  if (expiresAt === null) return { kind: 'permanent' }
  const stood = expiresAt.getTime() - (startsAt?.getTime() ?? from.getTime())
  const more = isExtension ? Math.min(Math.max(stood, DAY), 90 * DAY) : 0
  return { kind: 'until', at: new Date(expiresAt.getTime() + more).toISOString() }
}

type Kind = 'again' | 'renew' | 'extend' | 'widen' | 'narrow'
type Found = NonNullable<Awaited<ReturnType<typeof readGrantTerms>>>

/** What was asked for last, which a grant that never began does not hold any more. */
async function readAskedTerms({ orgId }: Context, { row, terms }: Found): Promise<GrantTerms | null> {
  const where = { orgId, subjectKind: 'grant', subjectId: row.id }
  const approval = await reader().approval.findFirst({ where, orderBy: { requestedAt: 'desc' } })
  return askedGrant.safeParse(approval?.asked).data?.terms ?? terms
}

function boundsOf(terms: GrantTerms) {
  const { maxSessionTtlSeconds, windows, maxChainDepth, maxConcurrentSessions, idleTimeoutSeconds } = terms
  const { requiresSessionApproval, requiresDpop } = terms
  return {
    ...{ maxSessionTtlSeconds, windows, maxChainDepth, maxConcurrentSessions, idleTimeoutSeconds },
    ...{ requiresSessionApproval, requiresDpop },
  }
}

async function countLive({ orgId, now }: Context, grantId: string): Promise<number> {
  const [row] = await reader().$queryRaw<{ live: number }[]>`
    select count(*)::int as live from delegated_sessions s
    where s.org_id = ${orgId}::uuid and s.grant_id = ${grantId}::uuid and ${liveSql(now)}`
  return row?.live ?? 0
}

async function readGrantForm(ctx: Context, kind: Kind, grantId: string): Promise<BegunForm> {
  const found = await readGrantTerms(reader(), ctx.orgId, fromPublicId('grant', grantId))
  if (!found?.terms) throw notFound('grant')
  const terms = kind === 'again' ? await readAskedTerms(ctx, found) : found.terms
  if (!terms) throw notFound('grant')
  const { row } = found
  const isAnew = kind === 'again' || kind === 'renew'
  const isLive = row.expiresAt !== null && row.expiresAt > ctx.now
  const form: RequestForm = {
    ...EMPTY_FORM,
    ...boundsOf(terms),
    change: kind === 'again' ? 'new' : kind,
    grantId: kind === 'again' ? null : grantId,
    ...{ name: row.name, principal: partyOf(row.principal), actor: partyOf(row.actor) },
    owner: row.owner?.status === 'active' ? partyOf(row.owner) : null,
    targets: await readTargets(ctx, terms),
    stands: isAnew ? standsAgain(terms, row.createdAt) : standsNow(terms, row.createdAt, kind === 'extend'),
    startsAt: kind === 'renew' && isLive ? (row.expiresAt?.toISOString() ?? null) : null,
    ...(isAnew ? { purpose: row.purpose ?? '', ticket: row.ticket ?? '', endsWithTicket: row.endsWithTicket } : {}),
  }
  return { form, draftId: null, grantName: row.name, liveSessions: await countLive(ctx, row.id) }
}

async function readParty({ orgId }: Context, publicId: string | undefined) {
  if (!publicId) return null
  const id = fromPublicId('identity', publicId)
  const found = await reader().identity.findUnique({ where: { orgId_id: { orgId, id } } })
  if (!found) throw notFound('identity')
  return partyOf(found)
}

/** Whoever asks answers for it, unless they name somebody else. */
async function readSelf(ctx: Context): Promise<FormParty | null> {
  const mine = await readOwnIdentities(reader(), ctx)
  const self = await reader().identity.findFirst({
    where: { orgId: ctx.orgId, id: { in: [...mine] }, kind: 'human', status: 'active' },
  })
  return self && partyOf(self)
}

/** The form that a request begins with. Needs `request-grant`. @throws DomainError `not_found` */
export async function getRequestForm(ctx: Context, input: Input): Promise<BegunForm> {
  authorize(ctx, 'request-grant')
  if (input.draft) return readDraft(ctx, input.draft)
  for (const kind of ['again', 'renew', 'extend', 'widen', 'narrow'] as const) {
    const grantId = input[kind]
    if (grantId) return readGrantForm(ctx, kind, grantId)
  }
  const [principal, actor, owner] = await Promise.all([
    readParty(ctx, input.principal),
    readParty(ctx, input.actor),
    readSelf(ctx),
  ])
  return { form: { ...EMPTY_FORM, principal, actor, owner }, draftId: null, grantName: null, liveSessions: 0 }
}
