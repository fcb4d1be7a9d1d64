import { addMember, addMemberInput } from '@/lib/commands/add-member'
import { createOrganisation } from '@/lib/commands/create-organisation'
import type { Context } from '@/lib/domain/context'
import { LOCAL_ACCOUNTS } from '@/lib/runtime/local-accounts'
import { tellClients } from '@/prisma/demo/clients'
import { HEALTHY } from '@/prisma/demo/healthy'
import { introduceCast } from '@/prisma/demo/introduce-cast'
import { keepDaily } from '@/prisma/demo/keep-daily'
import { Story } from '@/prisma/demo/story'
import { tellApprovals } from '@/prisma/demo/tell-approvals'
import { tellDelegation } from '@/prisma/demo/tell-delegation'
import { tellInbox } from '@/prisma/demo/tell-inbox'
import { tellTrail } from '@/prisma/demo/tell-trail'
import { tellTrouble } from '@/prisma/demo/tell-trouble'
import { TROUBLED } from '@/prisma/demo/troubled'

const DAYS = 302

/** The demo organisation: a bank with a healthy part that raises no finding and a troubled part that shows each kind.
 *  Everything happens through commands, in the order of time, so that its audit log is true. */
export async function seed(now = new Date()): Promise<Context> {
  const begin = new Date(now.getTime() - DAYS * 86_400_000)
  const setup = { actor: { kind: 'system', name: 'setup' } as const, now: begin }
  const { orgId } = await createOrganisation(setup, { slug: 'demo', name: 'Meridian Bank', timeZone: 'UTC' })
  const story = new Story(orgId, now)
  for (const { email, name, role } of LOCAL_ACCOUNTS) {
    const input = addMemberInput.parse({ email, name, roles: [role] })
    const { memberId } = await addMember({ orgId, ...setup }, input)
    story.join(role, memberId, name)
  }
  await introduceCast(story, { orgId, ...setup })
  for (const delegation of [...HEALTHY, ...TROUBLED]) tellDelegation(story, delegation)
  tellTrouble(story)
  tellClients(story)
  tellApprovals(story)
  tellInbox(story)
  tellTrail(story)
  keepDaily(story)
  await story.tell()
  return { orgId, ...setup, now }
}
