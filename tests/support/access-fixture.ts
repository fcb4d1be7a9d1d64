import { randomUUID } from 'node:crypto'
import type { Prisma } from '@/generated/prisma/client'
import type { Context, Role } from '@/lib/domain/context'
import { newId, toPublicId } from '@/lib/id'
import { NOW } from '@/tests/support/clock'
import { rowWriter } from '@/tests/support/row-writer'

type Maybe<T> = Partial<T>
export type Access = Awaited<ReturnType<typeof createAccess>>

let made = 0

/** Ids of one moment that sort in the order in which they were made. */
const nextId = () => newId(NOW, made++ % 4096)

/** An organisation of its own with rows put straight into the tables: for tests of queries, which must not depend on
 *  commands. Every maker returns the row's UUID as `id` and what pages call it as `publicId`. */
export async function createAccess(roles: Role[] = ['reviewer']) {
  const db = rowWriter()
  const orgId = nextId()
  const created = { orgId, createdAt: NOW }
  await db.organisation.create({ data: { id: orgId, slug: `o-${orgId}`, name: 'Acme', createdAt: NOW } })
  const ctx: Context = { orgId, actor: { kind: 'member', memberId: randomUUID(), name: 'Rita', roles }, now: NOW }
  const made = (kind: Parameters<typeof toPublicId>[0], id: string) => ({ id, publicId: toPublicId(kind, id) })

  async function identity(data: Maybe<Prisma.IdentityUncheckedCreateInput> = {}) {
    const id = nextId()
    await db.identity.create({ data: { ...created, id, kind: 'service', name: id, firstSeenAt: NOW, ...data } })
    return made('identity', id)
  }
  async function system(data: Maybe<Prisma.SystemUncheckedCreateInput> = {}) {
    const id = nextId()
    const rest = { key: id, name: id, kind: 'api', tier: 2, environment: 'production' }
    await db.system.create({ data: { ...created, id, ...rest, ...data } })
    return made('system', id)
  }
  async function grant(data: Maybe<Prisma.DelegationGrantUncheckedCreateInput> = {}, systemIds: string[] = []) {
    const id = nextId()
    const principalId = data.principalId ?? (await identity({ kind: 'human' })).id
    const actorId = data.actorId ?? (await identity()).id
    const rest = { origin: 'managed', name: id, status: 'active', maxSessionTtlSeconds: 3600, startsAt: NOW }
    await db.delegationGrant.create({ data: { ...created, id, ...rest, ...data, principalId, actorId } })
    for (const systemId of systemIds) await db.grantTarget.create({ data: { orgId, grantId: id, systemId } })
    return made('grant', id)
  }
  async function session(data: Maybe<Prisma.DelegatedSessionUncheckedCreateInput> = {}) {
    const id = nextId()
    const principalId = data.principalId ?? (await identity({ kind: 'human' })).id
    const actorId = data.actorId ?? (await identity()).id
    const systemId = data.systemId ?? (await system()).id
    const expiresAt = new Date(NOW.getTime() + 3_600_000)
    const rest = { origin: 'managed', status: 'active', issuedAt: NOW, startsAt: NOW, expiresAt, tier: 2 }
    await db.delegatedSession.create({ data: { ...created, id, ...rest, ...data, principalId, actorId, systemId } })
    return made('session', id)
  }
  async function finding(
    data: Pick<Prisma.FindingUncheckedCreateInput, 'subjectKind' | 'subjectId'> &
      Maybe<Prisma.FindingUncheckedCreateInput>,
  ) {
    const id = nextId()
    const rest = {
      detector: `test-${id}`,
      severity: 'high',
      status: 'open',
      title: 'Something',
      evidence: {},
      openedAt: NOW,
      lastSeenAt: NOW,
    }
    await db.finding.create({ data: { orgId, id, ...rest, ...data } })
    return made('finding', id)
  }
  async function permissions(systemId: string, levels: Record<string, string>) {
    const rows = Object.entries(levels).map(([key, accessLevel]) => ({ ...created, systemId, key, accessLevel }))
    await db.permission.createMany({ data: rows })
  }
  async function target(grantId: string, systemId: string, keys: string[]) {
    const id = nextId()
    const counts = { permissionCount: keys.length, levels: {}, categories: {} }
    await db.permissionSet.create({ data: { ...created, id, digest: id, permissions: keys, ...counts } })
    await db.grantTarget.create({ data: { orgId, grantId, systemId, permissionSetId: id } })
  }
  async function use(
    sessionId: string,
    systemId: string,
    permission: string,
    counts: { allowed?: number; denied?: number },
  ) {
    const data = { allowedCount: counts.allowed ?? 0, deniedCount: counts.denied ?? 0, firstAt: NOW, lastAt: NOW }
    await db.delegatedSessionUse.create({ data: { orgId, sessionId, systemId, permission, ...data } })
  }
  async function attempt(data: Maybe<Prisma.DelegationAttemptUncheckedCreateInput> & { errorCode: string }) {
    await db.delegationAttempt.create({ data: { orgId, id: nextId(), at: NOW, ...data } })
  }
  const makers = { identity, system, grant, session, finding, permissions, target, use, attempt }
  return { ctx, orgId, db, ...makers }
}
