import type { Tx } from '@/lib/db'
import { readGrantTerms } from '@/lib/db/grant-terms'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import type { GrantTerms } from '@/lib/domain/grant-terms'
import { fromPublicId } from '@/lib/id'

type Found = NonNullable<Awaited<ReturnType<typeof readGrantTerms>>>

/** A grant that stands, with the terms it stands on. */
export type ChangeableGrant = { row: Found['row']; terms: GrantTerms }

/** A grant whose terms can change. @throws DomainError `not_found`, `not_enforced`, `wrong_status`, `lapsed` */
export async function loadChangeableGrant(tx: Tx, { orgId, now }: Context, grantId: string): Promise<ChangeableGrant> {
  const found = await readGrantTerms(tx, orgId, fromPublicId('grant', grantId))
  if (!found) throw notFound('grant')
  const { row, terms } = found
  if (row.origin === 'observed' || !terms)
    throw new DomainError('not_enforced', 'Remit only observes this grant. Change it where it was made.')
  if (row.status !== 'active' && row.status !== 'suspended')
    throw new DomainError('wrong_status', `This grant is ${row.status}.`, { status: row.status })
  if (row.expiresAt !== null && row.expiresAt <= now)
    throw new DomainError('lapsed', 'The grant is over by now. Renew it.')
  return { row, terms }
}
