import { z } from 'zod'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import { type Context, ROLES } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { fromPublicId, newId, toPublicId } from '@/lib/id'

export const addMemberInput = z.object({
  email: z.email().transform((email) => email.toLowerCase()),
  name: z.string().trim().min(1).max(200),
  roles: z.array(z.enum(ROLES)).min(1),
  identityId: z.string().nullish(),
})

/** Lets a person in with roles. They are tied to their OpenID Connect subject at first sign-in. */
export async function addMember(ctx: Context, input: z.output<typeof addMemberInput>): Promise<{ memberId: string }> {
  authorize(ctx, 'manage-members')
  const id = newId(ctx.now)
  const identityId = input.identityId ? fromPublicId('identity', input.identityId) : null
  return mutate(ctx, async (tx) => {
    const existing = await tx.member.findFirst({ where: { orgId: ctx.orgId, email: input.email } })
    if (existing) throw new DomainError('already_exists', `${input.email} is a member already.`)
    const { email, name, roles } = input
    const person = identityId && (await tx.identity.count({ where: { orgId: ctx.orgId, id: identityId } }))
    if (person === 0) throw notFound('identity')
    await tx.member.create({ data: { orgId: ctx.orgId, id, email, name, roles, identityId, joinedAt: ctx.now } })
    return {
      result: { memberId: toPublicId('member', id) },
      events: [{ action: 'member.added', subjectKind: 'member', subjectId: id, subjectName: name, data: { roles } }],
    }
  })
}
