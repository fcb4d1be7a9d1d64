import { insertSigningKey } from '@/lib/commands/create-signing-keys'
import { mutateInstallation, type Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { InstallationContext } from '@/lib/domain/context'
import type { SigningKeyDraft, SigningKeyStatus } from '@/lib/domain/signing-key'

/** What a rotation did to the keys of one algorithm: key ids, null where there was none. */
export type Rotation = { alg: string; current: string; next: string; previous: string; retired: string | null }

/** Makes the next key of each algorithm sign, the current one previous, and a new one (`drafts`) next. What was previous
 *  is retired: its private part is deleted, and what it signed verifies no more. */
export async function rotateSigningKeys(
  caller: InstallationContext,
  drafts: readonly SigningKeyDraft[],
): Promise<Rotation[]> {
  return mutateInstallation(caller, async (tx) => {
    const rotations: Rotation[] = []
    const events: AuditEventDraft[] = []
    for (const draft of drafts) {
      const { rotation, event } = await rotate(tx, caller.now, draft)
      rotations.push(rotation)
      events.push(event)
    }
    return { result: rotations, events: events as [AuditEventDraft, ...AuditEventDraft[]] }
  })
}

async function rotate(tx: Tx, now: Date, draft: SigningKeyDraft) {
  const { alg } = draft
  const retired = await advance(tx, alg, 'previous', { status: 'retired', privateJwe: null, retiredAt: now })
  const previous = await advance(tx, alg, 'current', { status: 'previous', supersededAt: now })
  const current = await advance(tx, alg, 'next', { status: 'current', activatedAt: now })
  if (!previous || !current) throw new Error(`there is no key to rotate for ${alg}`)
  await insertSigningKey(tx, now, draft, 'next')
  const rotation = { alg, current: current.kid, next: draft.kid, previous: previous.kid, retired: retired?.kid ?? null }
  const subject = { subjectKind: 'key', subjectId: current.id, subjectName: current.kid } as const
  return { rotation, event: { action: 'keys.rotated', ...subject, data: rotation } satisfies AuditEventDraft }
}

type Change = Parameters<Tx['signingKey']['updateMany']>[0]['data']

/** Lets the key of one status go on to another; null where there is none. */
async function advance(tx: Tx, alg: string, from: SigningKeyStatus, data: Change) {
  const found = await tx.signingKey.findFirst({ where: { alg, status: from }, select: { id: true, kid: true } })
  if (found) await tx.signingKey.update({ where: { id: found.id }, data: data as object })
  return found
}
