import { statement } from '@/lib/db/statement'

const spend = statement<{ key: Buffer }>(
  'spend-proof',
  `insert into used_proofs as p (key, expires_at) values ($1, $3)
   on conflict (key) do update set expires_at = excluded.expires_at where p.expires_at < $2 returning key`,
)

/** Uses up something that may be used once: the `jti` of an assertion or of a DPoP proof, on every instance. `key` is a
 *  digest of it and of whose it is; it is remembered until `expiresAt`, after which it must be refused for its age.
 *  @returns false where it was used before
 *  @throws DomainError `unavailable` */
export async function spendProof(now: Date, key: Buffer, expiresAt: Date): Promise<boolean> {
  return (await spend([key, now, expiresAt])).length > 0
}
