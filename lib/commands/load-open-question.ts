import type { Tx } from '@/lib/db'
import { readQuestion, type StoredQuestion } from '@/lib/db/question'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'

/** A question that can still be voted on. @throws DomainError `not_found`, `lapsed`, `wrong_status`, `changed` */
export async function loadOpenQuestion(tx: Tx, ctx: Context, id: string, revision?: number): Promise<StoredQuestion> {
  const stored = await readQuestion(tx, ctx.orgId, id)
  if (!stored) throw notFound('request')
  const { status, expiresAt } = stored.row
  if (status !== 'pending') throw new DomainError('wrong_status', `This request is ${status}.`, { status })
  if (expiresAt <= ctx.now) throw new DomainError('lapsed', 'The request has lapsed. It has to be made again.')
  if (revision !== undefined && revision !== stored.row.revision)
    throw new DomainError('changed', 'What is asked has changed since. Look at it again.', {
      revision: stored.row.revision,
    })
  return stored
}
