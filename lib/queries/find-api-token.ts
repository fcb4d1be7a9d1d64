import { statement } from '@/lib/db/statement'

/** A token that was presented, with whoever holds it as they are at this moment. `memberIsIn`, `identityStatus`: of a token
 *  of theirs, else null. */
export type PresentedToken = {
  orgId: string
  id: string
  scopes: string[]
  expiresAt: Date
  revokedAt: Date | null
  memberId: string | null
  memberName: string | null
  memberRoles: string[] | null
  memberIsIn: boolean | null
  identityId: string | null
  identityName: string | null
  identityStatus: string | null
}

const read = statement<PresentedToken>(
  'find-api-token',
  `select t.org_id as "orgId", t.id, t.scopes, t.expires_at as "expiresAt", t.revoked_at as "revokedAt",
     m.id as "memberId", m.name as "memberName", m.roles as "memberRoles", m.deactivated_at is null as "memberIsIn",
     i.id as "identityId", i.name as "identityName", i.status as "identityStatus"
   from api_tokens t
   left join members m on m.org_id = t.org_id and m.id = t.member_id
   left join identities i on i.org_id = t.org_id and i.id = t.identity_id
   where t.sha256 = $1`,
)

/** The token with this SHA-256, whatever its organisation and state: the token is all that a call brings.
 *  @throws DomainError `unavailable` */
export async function findApiToken(sha256: Buffer): Promise<PresentedToken | null> {
  return (await read([sha256]))[0] ?? null
}
