import { z } from 'zod'
import { loadOwner } from '@/lib/commands/load-owner'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { ENVIRONMENTS, SYSTEM_KINDS } from '@/lib/domain/identity'
import { ACCESS_LEVELS, RISK_CATEGORIES } from '@/lib/domain/permission'
import { newId, toPublicId } from '@/lib/id'

export const permissionInput = z.object({
  key: z.string().min(1).max(200),
  title: z.string().max(300).nullish(),
  accessLevel: z.enum(ACCESS_LEVELS),
  categories: z.array(z.enum(RISK_CATEGORIES)).default([]),
})

export const registerSystemInput = z.object({
  key: z.string().min(1).max(300),
  name: z.string().trim().min(1).max(200),
  kind: z.enum(SYSTEM_KINDS),
  tier: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  environment: z.enum(ENVIRONMENTS),
  resourceUri: z.url().nullish(),
  ownerId: z.string().nullish(),
  permissions: z.array(permissionInput).max(5000).default([]),
})

/** Makes a system known with what it lets one do. Tier 1 is the most critical. */
export async function registerSystem(
  ctx: Context,
  input: z.output<typeof registerSystemInput>,
): Promise<{ systemId: string }> {
  authorize(ctx, 'manage-systems')
  const { ownerId, permissions, ...facts } = input
  const id = newId(ctx.now)
  return mutate(ctx, async (tx) => {
    const taken = await tx.system.findFirst({ where: { orgId: ctx.orgId, key: facts.key } })
    if (taken) throw new DomainError('already_exists', `There is a system ${facts.key} already.`)
    const owner = await loadOwner(tx, ctx, ownerId)
    await tx.system.create({ data: { orgId: ctx.orgId, id, ...facts, ownerId: owner?.id, createdAt: ctx.now } })
    await tx.permission.createMany({
      data: permissions.map((permission) => ({ orgId: ctx.orgId, systemId: id, ...permission, createdAt: ctx.now })),
    })
    const data = { tier: facts.tier, environment: facts.environment, permissions: permissions.length }
    return {
      result: { systemId: toPublicId('system', id) },
      events: [{ action: 'system.registered', subjectKind: 'system', subjectId: id, subjectName: facts.name, data }],
    }
  })
}
