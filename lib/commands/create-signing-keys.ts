import { mutateInstallation, type Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { InstallationContext } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import type { SigningKeyDraft } from '@/lib/domain/signing-key'
import { newId } from '@/lib/id'

/** The two keys an algorithm begins with: one that signs, and one that is published before it will. */
export type FirstKeys = { current: SigningKeyDraft; next: SigningKeyDraft }

/** Puts down the first keys of an installation. Of several instances that start at once, one does.
 *  @throws DomainError `already_exists` where there are keys; read them instead */
export async function createSigningKeys(caller: InstallationContext, first: readonly FirstKeys[]): Promise<void> {
  await mutateInstallation(caller, async (tx) => {
    const algs = first.map(({ current }) => current.alg)
    const there = await tx.signingKey.count({ where: { alg: { in: algs }, status: { in: ['current', 'next'] } } })
    if (there > 0) throw new DomainError('already_exists', 'This installation has signing keys already.')
    const events: AuditEventDraft[] = []
    for (const { current, next } of first) {
      events.push(await insertSigningKey(tx, caller.now, current, 'current'))
      events.push(await insertSigningKey(tx, caller.now, next, 'next'))
    }
    return { result: undefined, events: events as [AuditEventDraft, ...AuditEventDraft[]] }
  })
}

/** One row, by a statement that asks for another try where another instance puts down the same key of an algorithm. */
export async function insertSigningKey(
  tx: Tx,
  now: Date,
  { kid, alg, publicJwk, privateJwe }: SigningKeyDraft,
  status: 'current' | 'next',
): Promise<AuditEventDraft> {
  const id = newId(now)
  await tx.$executeRaw`
    insert into signing_keys (id, kid, alg, status, public_jwk, private_jwe, created_at, activated_at)
    values (${id}::uuid, ${kid}, ${alg}, ${status}, ${JSON.stringify(publicJwk)}::jsonb, ${privateJwe}, ${now},
      ${status === 'current' ? now : null})
    on conflict do nothing`
  return { action: 'keys.created', subjectKind: 'key', subjectId: id, subjectName: kid, data: { alg, status } }
}
