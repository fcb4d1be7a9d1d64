import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { effectiveGrantStatus } from '@/lib/domain/grant-filter'
import type { GrantStatus } from '@/lib/domain/life'
import type { TryItTarget, TryItTerms } from '@/lib/domain/try-it'
import { fromPublicId, toPublicId } from '@/lib/id'
import { namedIdentity } from '@/lib/queries/read-session-rows'

const named = { select: { id: true, name: true, kind: true } } as const

function findGrant({ orgId }: Context, id: string) {
  return reader().delegationGrant.findUnique({
    where: { orgId_id: { orgId, id } },
    include: {
      principal: named,
      actor: named,
      targets: { include: { system: true, permissionSet: { select: { permissions: true } } } },
    },
  })
}
type Target = NonNullable<Awaited<ReturnType<typeof findGrant>>>['targets'][number]

function toTarget({ system, permissionSet, tenants, resources }: Target): TryItTarget {
  const { id, name, key, resourceUri } = system
  return {
    system: { id: toPublicId('system', id), name },
    target: resourceUri ? { by: 'resource', name: resourceUri } : { by: 'audience', name: key },
    permissions: (permissionSet?.permissions ?? []).toSorted(),
    tenants,
    resources: Array.isArray(resources) ? resources.map(String) : [],
  }
}

/** What may be asked for under a grant, for a page on which it is tried out. Errors: `not_found`, also for a grant that
 *  Remit only observes. */
export async function getTryItTerms(ctx: Context, publicId: string): Promise<TryItTerms> {
  authorize(ctx, 'view-access')
  const grant = await findGrant(ctx, fromPublicId('grant', publicId))
  if (grant?.origin !== 'managed') throw notFound('grant')
  const { name, status, expiresAt, maxSessionTtlSeconds, requiresSessionApproval, requiresDpop } = grant
  return {
    id: publicId,
    name,
    status: effectiveGrantStatus({ status: status as GrantStatus, expiresAt }, ctx.now),
    actor: namedIdentity(grant.actor),
    principal: namedIdentity(grant.principal),
    ...{ maxSessionTtlSeconds, requiresSessionApproval, requiresDpop },
    targets: grant.targets.map(toTarget),
  }
}
