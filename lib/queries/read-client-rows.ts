import { type Prisma, reader } from '@/lib/db'
import type { AuthMethod, SigningAlg } from '@/lib/domain/client'
import type { ClientRow } from '@/lib/domain/client-row'
import type { Context } from '@/lib/domain/context'
import type { FederationConditions } from '@/lib/domain/federation'
import type { IdentityKind } from '@/lib/domain/identity'
import { toPublicId } from '@/lib/id'
import { liveSql } from '@/lib/queries/session-where'

/** What of a client a row needs. Of a secret that is never its hash. */
const include = (now: Date) =>
  ({
    identity: { select: { id: true, name: true, kind: true } },
    systems: { select: { system: { select: { id: true, key: true, name: true } } } },
    secrets: {
      where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
      orderBy: { id: 'asc' },
      select: { id: true, hint: true, createdAt: true, expiresAt: true },
    },
    federations: {
      orderBy: { id: 'asc' },
      include: { issuer: { select: { id: true, issuer: true, name: true, status: true } } },
    },
  }) as const satisfies Prisma.ClientInclude

type Read = Prisma.ClientGetPayload<{ include: ReturnType<typeof include> }>

function federationsOf(client: Read): ClientRow['federations'] {
  return client.federations.map(({ id, issuer, audience, conditions }) => ({
    id: toPublicId('federation', id),
    issuerId: toPublicId('issuer', issuer.id),
    issuer: issuer.issuer,
    issuerName: issuer.name,
    isTrusted: issuer.status === 'active',
    audience,
    conditions: conditions as FederationConditions,
  }))
}

function keysIn(jwks: Prisma.JsonValue): number {
  const keys = typeof jwks === 'object' && jwks !== null && 'keys' in jwks ? jwks.keys : null
  return Array.isArray(keys) ? keys.length : 0
}

function toRow(client: Read, liveSessions: number): ClientRow {
  const { identity, systems, jwks, secrets, orgId: _, identityId: __, ...rest } = client
  return {
    ...rest,
    id: toPublicId('client', client.id),
    status: client.status === 'active' ? 'active' : 'disabled',
    identity: { id: toPublicId('identity', identity.id), name: identity.name, kind: identity.kind as IdentityKind },
    authMethods: client.authMethods as AuthMethod[],
    signingAlg: client.signingAlg as SigningAlg,
    keys: keysIn(jwks),
    systems: systems
      .map(({ system }) => ({ ...system, id: toPublicId('system', system.id) }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    secrets: secrets.map((secret) => ({ ...secret, id: toPublicId('secret', secret.id) })),
    federations: federationsOf(client),
    liveSessions,
  }
}

async function countLive(ctx: Context, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await reader().$queryRaw<{ id: string; live: number }[]>`
    select s.client_id as id, count(*)::int as live from delegated_sessions s
    where s.org_id = ${ctx.orgId}::uuid and s.client_id = any(${ids}::uuid[]) and ${liveSql(ctx.now)} group by 1`
  return new Map(rows.map(({ id, live }) => [id, live]))
}

/** Clients as rows, newest first. Part of other queries, which have authorized already. */
export async function readClientRows(
  ctx: Context,
  where: Omit<Prisma.ClientWhereInput, 'orgId'>,
  limit: number,
): Promise<ClientRow[]> {
  const clients = await reader().client.findMany({
    where: { ...where, orgId: ctx.orgId },
    include: include(ctx.now),
    orderBy: { id: 'desc' },
    take: limit,
  })
  const live = await countLive(
    ctx,
    clients.map((client) => client.id),
  )
  return clients.map((client) => toRow(client, live.get(client.id) ?? 0))
}
