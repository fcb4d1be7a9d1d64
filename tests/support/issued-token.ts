import { hash } from 'node:crypto'
import type { Prisma } from '@/generated/prisma/client'
import { takeStatusNumber } from '@/lib/commands/take-status-numbers'
import { newId, toPublicId } from '@/lib/id'
import { statusReference } from '@/lib/signals/status-index'
import { NOW } from '@/tests/support/clock'
import type { Delegation, TokenService } from '@/tests/support/token-service-fixture'

type Over = Partial<Prisma.DelegatedSessionUncheckedCreateInput> & { scope?: string; claims?: Record<string, unknown> }
export type IssuedToken = Awaited<ReturnType<typeof issueToken>>

let made = 0

/** A session with its token, put straight into the table as issuance leaves it: for an hour, for what the delegation's
 *  grant allows, unless told otherwise. Its parent is given by `parentId` and `depth`. */
export async function issueToken(service: TokenService, of: Delegation, over: Over = {}) {
  const { scope = 'case:list case:read', claims: said = {}, ...row } = over
  const { orgId, db } = of.access
  const id = newId(NOW, made++)
  const expiresAt = row.expiresAt ? new Date(row.expiresAt) : new Date(NOW.getTime() + 3_600_000)
  const statusNumber = await takeStatusNumber()
  const claims = {
    iss: service.issuer,
    sub: of.principal.publicId,
    aud: of.system.resourceUri,
    client_id: of.client.clientId,
    jti: toPublicId('session', id),
    org_id: toPublicId('organisation', orgId),
    grant_id: of.grant.publicId,
    iat: NOW.getTime() / 1000,
    exp: expiresAt.getTime() / 1000,
    scope,
    act: { sub: of.agent.publicId },
    ...said,
    status: { status_list: statusReference(service.issuer, statusNumber) },
  }
  const { jwt, kid } = await service.service.keys.sign('ES256', 'at+jwt', claims)
  const parties = { principalId: of.principal.id, actorId: of.agent.id, systemId: of.system.id, grantId: of.grant.id }
  const times = { issuedAt: NOW, startsAt: NOW, createdAt: NOW, expiresAt }
  const token = { clientId: of.client.id, tokenClaims: claims, tokenKid: kid, statusNumber, status: 'active' }
  const tokenSha256 = Buffer.from(hash('sha256', jwt), 'hex')
  await db.delegatedSession.create({
    data: { orgId, id, origin: 'managed', tier: 2, ...parties, ...times, ...token, tokenSha256, ...row },
  })
  return { id, publicId: claims.jti, jwt, claims, statusNumber }
}
