import { reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { canLock, canRevoke, effectiveStatus, lifetimeSeconds } from '@/lib/domain/delegated-session'
import type { IdentityKind } from '@/lib/domain/identity'
import { needsOwner } from '@/lib/domain/identity'
import type { SessionStatus } from '@/lib/domain/life'
import type { NamedIdentity, SessionRow } from '@/lib/domain/session-row'
import { toPublicId } from '@/lib/id'
import { findingCounts } from '@/lib/queries/finding-counts'

const person = { select: { id: true, name: true, kind: true, status: true } } as const

/** What a row of the list is made of. */
const ROW_SELECT = {
  id: true,
  status: true,
  origin: true,
  issuanceSeen: true,
  issuedAt: true,
  expiresAt: true,
  expiryKnown: true,
  endedAt: true,
  lockedUntil: true,
  breadth: true,
  breadthLimit: true,
  isOverLimit: true,
  usedBreadth: true,
  unusedShare: true,
  lastUsedAt: true,
  actor: { select: { ...person.select, owner: person } },
  principal: person,
  system: { select: { id: true, name: true, tier: true } },
  grant: { select: { id: true, name: true, owner: person } },
  connector: { select: { kind: true } },
} as const

function findRows(ctx: Context, ids: readonly string[]) {
  return reader().delegatedSession.findMany({
    where: { orgId: ctx.orgId, id: { in: [...ids] } },
    select: ROW_SELECT,
  })
}
type Read = Awaited<ReturnType<typeof findRows>>[number]
type Person = { id: string; name: string; kind: string; status: string }

/** An identity as pages name it. */
export function namedIdentity({ id, name, kind }: Omit<Person, 'status'>): NamedIdentity {
  return { id: toPublicId('identity', id), name, kind: kind as IdentityKind }
}

function ownerOf(row: Read): SessionRow['owner'] {
  const self = needsOwner(row.actor.kind as IdentityKind) ? null : row.actor
  const owner = row.grant?.owner ?? row.actor.owner ?? self
  return owner && { id: toPublicId('identity', owner.id), name: owner.name, hasLeft: owner.status === 'departed' }
}

function toRow(ctx: Context, row: Read, findings: SessionRow['findings']): SessionRow {
  const life = { status: row.status as SessionStatus, expiresAt: row.expiresAt, lockedUntil: row.lockedUntil }
  return {
    id: toPublicId('session', row.id),
    actor: namedIdentity(row.actor),
    principal: namedIdentity(row.principal),
    system: { ...row.system, id: toPublicId('system', row.system.id) },
    grant: row.grant && { id: toPublicId('grant', row.grant.id), name: row.grant.name },
    owner: ownerOf(row),
    status: effectiveStatus(life, ctx.now),
    origin: row.origin as SessionRow['origin'],
    source: row.connector?.kind ?? null,
    issuanceSeen: row.issuanceSeen,
    breadth: row.breadth,
    breadthLimit: row.breadthLimit,
    usedBreadth: row.usedBreadth,
    unusedShare: row.unusedShare,
    isOverLimit: row.isOverLimit,
    lifetimeSeconds: lifetimeSeconds(row),
    issuedAt: row.issuedAt,
    expiresAt: row.expiresAt,
    expiryKnown: row.expiryKnown,
    endedAt: row.endedAt,
    lastUsedAt: row.lastUsedAt,
    findings,
    canRevoke: canRevoke(life, ctx.now),
    canLock: row.origin === 'managed' && canLock(life, ctx.now),
  }
}

/** The rows behind these ids (UUIDs), in the same order. Part of other queries, which have authorized already. */
export async function readSessionRows(ctx: Context, ids: readonly string[]): Promise<SessionRow[]> {
  if (ids.length === 0) return []
  const [rows, findings] = await Promise.all([findRows(ctx, ids), findingCounts(ctx.orgId, 'session', ids)])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [toRow(ctx, row, findings.get(id) ?? {})] : []
  })
}
