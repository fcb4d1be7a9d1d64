import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { askedGrant, type GrantTerms } from '@/lib/domain/grant-terms'
import type { ApprovalStatus, ConsentStatus } from '@/lib/domain/life'
import { fromPublicId, toPublicId } from '@/lib/id'

const MOST = 20

/** Terms with their systems by name. */
export type NamedTerms = Omit<GrantTerms, 'targets'> & {
  targets: (Omit<GrantTerms['targets'][number], 'systemId'> & { system: string })[]
}

/** One time that people, or a rule, were asked about a grant: as it was asked, who answered what, and what came of it.
 *  `isMine`: the reader asked. `rule` null where none spoke; `policyVersion` 0 = the rules that hold where there are none. */
export type GrantRequest = {
  id: string
  change: 'new' | 'renew' | 'extend' | 'widen' | 'session' | null
  status: ApprovalStatus
  requestedBy: string
  isMine: boolean
  requestedAt: Date
  decidedAt: Date | null
  expiresAt: Date
  rule: string | null
  policyVersion: number | null
  stages: { position: number; name: string; kind: string; needed: number; isCurrent: boolean }[]
  votes: { name: string; vote: string; comment: string | null; at: Date; stage: string; onBehalfOf: string | null }[]
  consent: { status: ConsentStatus; by: string } | null
  terms: NamedTerms | null
  before: NamedTerms | null
}

async function readApprovals(orgId: string, grantId: string) {
  return reader().approval.findMany({
    where: { orgId, subjectKind: 'grant', subjectId: grantId },
    include: { stages: { orderBy: { position: 'asc' }, include: { votes: { orderBy: { votedAt: 'asc' } } } } },
    orderBy: { requestedAt: 'desc' },
    take: MOST,
  })
}
type Row = Awaited<ReturnType<typeof readApprovals>>[number]

async function readNames(orgId: string, rows: readonly Row[]): Promise<Map<string, string>> {
  const votes = rows.flatMap(({ stages }) => stages.flatMap((stage) => stage.votes))
  const ids = votes.flatMap(({ memberId, onBehalfOfMemberId }) => [memberId, onBehalfOfMemberId ?? memberId])
  const members = await reader().member.findMany({
    where: { orgId, id: { in: ids } },
    select: { id: true, name: true },
  })
  return new Map(members.map(({ id, name }) => [id, name]))
}

function votesOf({ stages }: Row, names: Map<string, string>): GrantRequest['votes'] {
  return stages.flatMap(({ name: stage, votes }) =>
    votes.map(({ memberId, onBehalfOfMemberId: absent, vote, comment, votedAt }) => ({
      ...{ name: names.get(memberId) ?? 'somebody', vote, comment, at: votedAt, stage },
      onBehalfOf: absent && (names.get(absent) ?? 'somebody'),
    })),
  )
}

async function readSystems(orgId: string, rows: readonly Row[]): Promise<Map<string, string>> {
  const asked = rows.flatMap(({ asked: each }) => askedGrant.safeParse(each).data ?? [])
  const ids = asked.flatMap(({ terms, before }) =>
    [...terms.targets, ...(before?.targets ?? [])].map(({ systemId }) => systemId),
  )
  const systems = await reader().system.findMany({
    where: { orgId, id: { in: ids } },
    select: { id: true, name: true },
  })
  return new Map(systems.map(({ id, name }) => [id, name]))
}

function named({ targets, ...terms }: GrantTerms, systems: Map<string, string>): NamedTerms {
  return {
    ...terms,
    targets: targets.map(({ systemId, ...rest }) => ({ ...rest, system: systems.get(systemId) ?? 'a system' })),
  }
}

/** Names of those who voted, and of the systems that were asked for. */
type Names = { members: Map<string, string>; systems: Map<string, string> }

function toRequest(ctx: Context, row: Row, names: Names, consent: GrantRequest['consent']): GrantRequest {
  const asked = askedGrant.safeParse(row.asked).data
  const isLapsed = row.status === 'pending' && row.expiresAt <= ctx.now
  const { requestedBy, requestedAt, decidedAt, expiresAt, policyVersion, ruleName: rule, currentPosition } = row
  return {
    id: toPublicId('approval', row.id),
    change: asked?.change ?? null,
    status: isLapsed ? 'lapsed' : (row.status as ApprovalStatus),
    isMine: ctx.actor.kind === 'member' && row.requestedByMemberId === ctx.actor.memberId,
    ...{ requestedBy, requestedAt, decidedAt, expiresAt, policyVersion, rule, consent },
    stages: row.stages.map(({ position, name, kind, requiredVotes }) => {
      return { position, name, kind, needed: requiredVotes, isCurrent: position === currentPosition }
    }),
    votes: votesOf(row, names.members),
    terms: asked ? named(asked.terms, names.systems) : null,
    before: asked?.before ? named(asked.before, names.systems) : null,
  }
}

/** Everything that was ever asked about a grant, the latest first. Nothing disappears when it ends. Needs `view-access`. */
export async function listGrantRequests(ctx: Context, grantId: string): Promise<GrantRequest[]> {
  authorize(ctx, 'view-access')
  const id = fromPublicId('grant', grantId)
  const rows = await readApprovals(ctx.orgId, id)
  const [members, systems, consents] = await Promise.all([
    readNames(ctx.orgId, rows),
    readSystems(ctx.orgId, rows),
    reader().consent.findMany({ where: { orgId: ctx.orgId, grantId: id }, orderBy: { id: 'desc' } }),
  ])
  return rows.map((row) => {
    const found = consents.find(({ approvalId, status, answeredAt }) => {
      return approvalId === row.id && (status !== 'withdrawn' || answeredAt !== null)
    })
    const consent = found ? { status: found.status as ConsentStatus, by: found.basisName } : null
    return toRequest(ctx, row, { members, systems }, consent)
  })
}
