import { createHash, randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { mutate, type Tx } from '@/lib/db'
import { type createApiTokenInput, spellToken } from '@/lib/domain/api-token'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { fromPublicId, newId, toPublicId } from '@/lib/id'

/** The token is told once and kept only as its SHA-256. */
export type ToldToken = { tokenId: string; token: string; hint: string; expiresAt: Date }

const MOST_LIVE = 50

/** Random bytes of which none is 248 or more: 248 is the last multiple of 62 within a byte. */
function randomDigits(): Uint8Array {
  const even = randomBytes(128).filter((byte) => byte < 248)
  return even.length < 32 ? randomDigits() : even.subarray(0, 32)
}

async function loadService(tx: Tx, { orgId }: Context, publicId: string) {
  const id = fromPublicId('identity', publicId)
  const identity = await tx.identity.findUnique({ where: { orgId_id: { orgId, id } } })
  if (!identity) throw notFound('identity')
  if (identity.status !== 'active') throw new DomainError('identity_gone', `${identity.name} is ${identity.status}.`)
  if (['human', 'team'].includes(identity.kind))
    throw new DomainError('invalid_input', `${identity.name} is a ${identity.kind}: people make tokens of their own.`)
  return identity
}

async function holderOf(tx: Tx, ctx: Context, identityId: string | null | undefined) {
  if (identityId) {
    const { id, name } = await loadService(tx, ctx, identityId)
    return { column: { identityId: id }, name }
  }
  if (ctx.actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person has tokens of their own.')
  return { column: { memberId: ctx.actor.memberId }, name: ctx.actor.name }
}

async function refuseTooMany(tx: Tx, { orgId, now }: Context, column: { memberId?: string; identityId?: string }) {
  const live = await tx.apiToken.count({ where: { orgId, ...column, revokedAt: null, expiresAt: { gt: now } } })
  if (live >= MOST_LIVE) throw new DomainError('too_many', `There are ${MOST_LIVE} live tokens. Revoke one first.`)
}

/** Makes a key to the API for whoever asks, or for a service. What it may do is looked up at each call: never more than
 *  its holder may at that moment. @throws DomainError `not_found`, `identity_gone`, `invalid_input`, `too_many` */
export async function createApiToken(ctx: Context, input: z.output<typeof createApiTokenInput>): Promise<ToldToken> {
  authorize(ctx, input.identityId ? 'manage-service-tokens' : 'manage-own-tokens')
  const token = spellToken(randomDigits())
  const [id, hint] = [newId(ctx.now), token.slice(-4)]
  const expiresAt = new Date(ctx.now.getTime() + input.days * 86_400_000)
  const scopes = [...new Set(input.scopes)]
  return mutate(ctx, async (tx) => {
    const { column, name: holder } = await holderOf(tx, ctx, input.identityId)
    await refuseTooMany(tx, ctx, column)
    const sha256 = new Uint8Array(createHash('sha256').update(token).digest())
    const times = { createdBy: ctx.actor.name, createdAt: ctx.now, expiresAt }
    await tx.apiToken.create({
      data: { orgId: ctx.orgId, id, ...column, name: input.name, sha256, hint, scopes, ...times },
    })
    const subject = { subjectKind: 'token', subjectId: id, subjectName: input.name } as const
    return {
      result: { tokenId: toPublicId('token', id), token, hint, expiresAt },
      events: [{ action: 'token.created', ...subject, data: { holder, ...column, scopes, expiresAt } }],
    }
  })
}
