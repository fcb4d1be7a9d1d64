import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { type EnforcementPoint, type TokenFacts, tokenClaims } from '@/lib/domain/token-facts'
import { fromPublicId, toPublicId } from '@/lib/id'

const FINGERPRINT_BYTES = 8
const MOST_POINTS = 20

async function findSession(ctx: Context, id: string) {
  const session = await reader().delegatedSession.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id } },
    select: {
      id: true,
      systemId: true,
      otherSystemIds: true,
      issuedAt: true,
      expiresAt: true,
      idleTimeoutSeconds: true,
      tokenSha256: true,
      tokenClaims: true,
      tokenKid: true,
      client: { select: { id: true, name: true, identityId: true } },
    },
  })
  if (!session) throw notFound('session')
  return session
}

type RawPoint = {
  id: string
  name: string
  identityId: string
  isDisabled: boolean
  systems: { id: string; name: string }[] | null
  active: bigint | null
  inactive: bigint | null
  firstAt: Date | null
  lastAt: Date | null
}

function toPoint({ active, inactive, firstAt, lastAt, ...point }: RawPoint): EnforcementPoint {
  return {
    ...point,
    id: toPublicId('client', point.id),
    identityId: toPublicId('identity', point.identityId),
    systems: (point.systems ?? []).map(({ id, name }) => ({ id: toPublicId('system', id), name })),
    asked: firstAt && lastAt ? { active: Number(active), inactive: Number(inactive), firstAt, lastAt } : null,
  }
}

/** Every resource server in front of one of the systems, and whichever asked: those that did first. */
async function readPoints(ctx: Context, sessionId: string, systemIds: string[]): Promise<EnforcementPoint[]> {
  const rows = await reader().$queryRaw<RawPoint[]>`
    select c.id, c.name, c.identity_id as "identityId", c.status = 'disabled' as "isDisabled",
      k.active_count as active, k.inactive_count as inactive, k.first_at as "firstAt", k.last_at as "lastAt",
      (select json_agg(json_build_object('id', y.id, 'name', y.name) order by y.name) from client_systems cs
        join systems y on y.org_id = cs.org_id and y.id = cs.system_id
        where cs.org_id = c.org_id and cs.client_id = c.id and cs.system_id = any(${systemIds}::uuid[])) as systems
    from clients c
    left join delegated_session_checks k on k.org_id = c.org_id and k.session_id = ${sessionId}::uuid and k.client_id = c.id
    where c.org_id = ${ctx.orgId}::uuid and c.id in (
      select cs.client_id from client_systems cs where cs.org_id = ${ctx.orgId}::uuid and cs.system_id = any(${systemIds}::uuid[])
      union
      select client_id from delegated_session_checks where org_id = ${ctx.orgId}::uuid and session_id = ${sessionId}::uuid)
    order by k.last_at desc nulls last, lower(c.name), c.id limit ${MOST_POINTS}`
  return rows.map(toPoint)
}

async function algorithmOf(kid: string | null): Promise<string | null> {
  if (!kid) return null
  return (await reader().signingKey.findUnique({ where: { kid }, select: { alg: true } }))?.alg ?? null
}

/** What the token of a session said, and which enforcement points asked about it; null for a session without a token.
 *  The token itself is kept nowhere. Errors: `not_found`. */
export async function findTokenFacts(ctx: Context, publicId: string): Promise<TokenFacts | null> {
  authorize(ctx, 'view-access')
  const session = await findSession(ctx, fromPublicId('session', publicId))
  const { client, tokenSha256, tokenKid: kid } = session
  if (!tokenSha256) return null
  const claims = tokenClaims.parse(session.tokenClaims ?? {})
  const [alg, enforcementPoints] = await Promise.all([
    algorithmOf(kid),
    readPoints(ctx, session.id, [session.systemId, ...session.otherSystemIds]),
  ])
  const list = claims.status?.status_list
  return {
    id: publicId,
    client: client && {
      id: toPublicId('client', client.id),
      name: client.name,
      identityId: toPublicId('identity', client.identityId),
    },
    kid,
    alg,
    issuer: claims.iss ?? null,
    audience: claims.aud,
    scope: claims.scope,
    authorizationDetails: claims.authorization_details,
    jkt: claims.cnf?.jkt ?? null,
    issuedAt: session.issuedAt,
    expiresAt: session.expiresAt,
    idleTimeoutSeconds: session.idleTimeoutSeconds,
    statusList: list ? { index: list.idx, uri: list.uri } : null,
    fingerprint: Buffer.from(tokenSha256).subarray(0, FINGERPRINT_BYTES).toString('hex'),
    claims: session.tokenClaims,
    enforcementPoints,
  }
}
