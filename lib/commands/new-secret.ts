import { createHash, randomBytes } from 'node:crypto'
import type { Context } from '@/lib/domain/context'
import { newId, toPublicId } from '@/lib/id'

/** A secret as its holder is told it, once. */
export type ToldSecret = { secretId: string; secret: string; hint: string }

/** A new secret: 256 random bits in base64url. `row` keeps the SHA-256 of its text and its last four characters. */
export function newSecret(ctx: Context) {
  const secret = randomBytes(32).toString('base64url')
  const id = newId(ctx.now)
  const hint = secret.slice(-4)
  const sha256 = new Uint8Array(createHash('sha256').update(secret).digest())
  const told: ToldSecret = { secretId: toPublicId('secret', id), secret, hint }
  return { told, row: { orgId: ctx.orgId, id, sha256, hint, createdAt: ctx.now } }
}
