import { rotateSigningKeys } from '@/lib/commands/rotate-signing-keys'
import { SIGNING_ALGS } from '@/lib/domain/client'
import { makeSigningKey } from '@/lib/oauth/make-signing-key'
import { PrivateKeyCipher } from '@/lib/oauth/private-key-cipher'
import { SigningKeys } from '@/lib/oauth/signing-keys'
import { listSigningKeys } from '@/lib/queries/list-signing-keys'
import { answer, answerList, type GlobalOptions } from '@/lib/runtime/cli-answer'
import { installationSecret } from '@/lib/runtime/installation-secret'

const ACTOR = { kind: 'system', name: 'command line' } as const

/** Opens the keys, which makes the first ones where there are none. @throws Error where REMIT_SECRET is another one */
async function openKeys(): Promise<PrivateKeyCipher> {
  const secret = await installationSecret()
  await SigningKeys.open(secret, () => new Date())
  return new PrivateKeyCipher(secret)
}

/** `remit keys rotate`: every instance signs with the new current keys within ten seconds. */
export async function rotateFromTerminal(options: GlobalOptions): Promise<void> {
  const cipher = await openKeys()
  const drafts = await Promise.all(SIGNING_ALGS.map((alg) => makeSigningKey(alg, cipher)))
  const rotated = await rotateSigningKeys({ actor: ACTOR, now: new Date() }, drafts)
  if (options.json) return answer(options, { rotated })
  for (const { alg, current, previous, next, retired } of rotated) {
    answer(options, { [`${alg} current `]: current, [`${alg} next    `]: next, [`${alg} previous`]: previous })
    if (retired) answer(options, { [`${alg} retired `]: `${retired} (what it signed verifies no more)` })
  }
}

/** `remit keys list`: public facts only, newest first. */
export async function listFromTerminal(options: GlobalOptions): Promise<void> {
  await openKeys()
  const rows = (await listSigningKeys({ actor: ACTOR })).map(({ publicJwk: _, privateJwe: __, ...facts }) => facts)
  answerList(options, rows, (row) => [row.kid, row.alg, row.status.padEnd(8), row.createdAt.toISOString()])
}
