import { registerIdentity, registerIdentityInput } from '@/lib/commands/register-identity'
import { registerSystem, registerSystemInput } from '@/lib/commands/register-system'
import type { Context } from '@/lib/domain/context'
import { IDENTITIES, SYSTEMS } from '@/prisma/demo/cast'
import type { Story } from '@/prisma/demo/story'

/** Who is there, and what they reach. */
export async function introduceCast(story: Story, ctx: Context): Promise<void> {
  for (const { owner, ...identity } of IDENTITIES) {
    const input = registerIdentityInput.parse({ ...identity, ownerId: owner && story.id('identities', owner) })
    story.identities.set(identity.name, (await registerIdentity(ctx, input)).identityId)
  }
  for (const [key, { owner, ...system }] of Object.entries(SYSTEMS)) {
    const input = registerSystemInput.parse({ ...system, key, ownerId: story.id('identities', owner) })
    story.systems.set(key, (await registerSystem(ctx, input)).systemId)
  }
}
