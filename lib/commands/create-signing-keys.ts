import { describeActor, ensureMonth, type Tx } from '@/lib/db'
import { toJsonb } from '@/lib/db/jsonb'
import { statement } from '@/lib/db/statement'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { InstallationContext } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import type { SigningKeyDraft } from '@/lib/domain/signing-key'
import { newId } from '@/lib/id'

/** The two keys an algorithm begins with: one that signs, and one that is published before it will. */
export type FirstKeys = { current: SigningKeyDraft; next: SigningKeyDraft }

const insertFirst = statement<{ kid: string }>(
  'create-signing-keys',
  `with draft as materialized (
    select * from jsonb_to_recordset($1::jsonb) d (id uuid, kid text, alg text, status text, public_jwk jsonb, private_jwe text,
      activated_at timestamptz, event_id uuid)
  ),
  made as (
    insert into signing_keys (id, kid, alg, status, public_jwk, private_jwe, created_at, activated_at)
    select d.id, d.kid, d.alg, d.status, d.public_jwk, d.private_jwe, $2, d.activated_at from draft d
    where not exists (select from signing_keys k where k.alg = d.alg and k.status in ('current', 'next'))
    order by d.alg, d.status
    on conflict do nothing
    returning kid
  ),
  told as (
    insert into audit_events (org_id, id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_name, data)
    select o.id, d.event_id, $2, $3::text, $4::text, $5::text, 'keys.created', 'key', d.id, d.kid,
      jsonb_build_object('alg', d.alg, 'status', d.status)
    from organisations o cross join draft d join made m on m.kid = d.kid
  )
  select kid from made`,
)

/** Puts down the first keys of an installation, on record in every organisation. Of several instances that start at once,
 *  one does: there is one current and one next key of an algorithm, and whoever comes second waits and adds none.
 *  @throws DomainError `already_exists` where there are keys; read them instead */
export async function createSigningKeys(
  { actor, now }: InstallationContext,
  first: readonly FirstKeys[],
): Promise<void> {
  await ensureMonth(now)
  const draft = ({ kid, alg, publicJwk, privateJwe }: SigningKeyDraft, status: 'current' | 'next') => ({
    ...{ id: newId(now), kid, alg, status, public_jwk: publicJwk, private_jwe: privateJwe },
    ...{ activated_at: status === 'current' ? now : null, event_id: newId(now) },
  })
  const drafts = first.flatMap(({ current, next }) => [draft(current, 'current'), draft(next, 'next')])
  const { actorKind, actorId, actorName } = describeActor(actor)
  const made = await insertFirst([toJsonb(drafts), now, actorKind, actorId, actorName])
  if (made.length === 0) throw new DomainError('already_exists', 'This installation has signing keys already.')
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
