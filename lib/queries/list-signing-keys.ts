import { statement } from '@/lib/db/statement'
import type { InstallationContext } from '@/lib/domain/context'
import type { StoredSigningKey } from '@/lib/domain/signing-key'

const readKeys = statement<StoredSigningKey>(
  'list-signing-keys',
  `select kid, alg, status, public_jwk as "publicJwk", private_jwe as "privateJwe", created_at as "createdAt",
     activated_at as "activatedAt", superseded_at as "supersededAt", retired_at as "retiredAt"
   from signing_keys order by alg, id desc`,
)

/** Every key this installation signs with, will sign with or has signed with. They belong to no organisation.
 *  @throws DomainError `unavailable` */
export async function listSigningKeys(_caller: Pick<InstallationContext, 'actor'>): Promise<StoredSigningKey[]> {
  return readKeys([])
}
