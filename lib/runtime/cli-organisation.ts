import { addMember, addMemberInput } from '@/lib/commands/add-member'
import { createOrganisation, createOrganisationInput } from '@/lib/commands/create-organisation'
import { systemContext } from '@/lib/domain/context'
import { listOrganisations } from '@/lib/queries/list-organisations'
import { parseOptions } from '@/lib/runtime/parse-options'
import { UsageError } from '@/lib/runtime/usage-error'

/** What `remit organisation create` is told besides the slug. */
export type NewOrganisation = { name: string; adminEmail: string; adminName: string; timeZone: string }

/** Makes an organisation with one admin, so that a new installation has somebody who can let the others in. The admin
 *  becomes known by issuer and subject at the first sign-in with this verified address. */
export async function createOrganisationWithAdmin(slug: string, given: NewOrganisation) {
  const organisation = parseOptions(createOrganisationInput, { slug, name: given.name, timeZone: given.timeZone })
  const admin = parseOptions(addMemberInput, { email: given.adminEmail, name: given.adminName, roles: ['admin'] })
  if ((await listOrganisations(slug)).length > 0) throw new UsageError(`There is an organisation ${slug} already.`)
  const now = new Date()
  const { orgId, publicId } = await createOrganisation(
    { actor: { kind: 'system', name: 'command line' }, now },
    organisation,
  )
  const { memberId } = await addMember(systemContext(orgId, 'command line', now), admin)
  return { organisationId: publicId, slug, adminId: memberId, adminEmail: admin.email }
}
