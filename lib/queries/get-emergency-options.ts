import { z } from 'zod'
import { reader } from '@/lib/db'
import { readActivePolicy, readVoters } from '@/lib/db/question'
import { approvalPolicy, DEFAULT_POLICY } from '@/lib/domain/approval-policy'
import { authorize } from '@/lib/domain/authorization'
import type { EmergencyOptions, EmergencySystem } from '@/lib/domain/break-glass'
import type { Context } from '@/lib/domain/context'
import type { IdentityKind } from '@/lib/domain/identity'
import { fromPublicId, toPublicId } from '@/lib/id'

type Person = { id: string; name: string; kind: string }

const named = ({ id, name, kind }: Person) => ({ id: toPublicId('identity', id), name, kind: kind as IdentityKind })
const MOST = 200

/** What the caller can break the glass for: themselves and what they own, for how long at most. `cannot`: why not at all. */
export async function getEmergencyOptions(ctx: Context): Promise<EmergencyOptions> {
  authorize(ctx, 'break-glass')
  const { orgId, actor } = ctx
  const active = await readActivePolicy(reader(), orgId, 'approvals')
  const { groups, maxSeconds, reviewDueHours } = (active ? approvalPolicy.parse(active.content) : DEFAULT_POLICY)
    .breakGlass
  const memberId = actor.kind === 'member' ? actor.memberId : null
  const me = memberId === null ? undefined : (await readVoters(reader(), orgId, [memberId])).get(memberId)
  const own = [...(me?.identityIds ?? [])]
  const [actors, systems] = await Promise.all([
    reader().identity.findMany({
      where: { orgId, status: 'active', OR: [{ id: { in: own } }, { ownerId: { in: own } }] },
      orderBy: [{ kind: 'asc' }, { name: 'asc' }],
      take: MOST,
    }),
    reader().system.findMany({
      where: { orgId, permissions: { some: {} } },
      orderBy: [{ tier: 'asc' }, { name: 'asc' }],
      take: MOST,
    }),
  ])
  const isInGroup = groups.length === 0 || groups.some((group) => me?.groupIds.includes(fromPublicId('group', group)))
  const nobody =
    actors.length === 0 ? 'No identity here is yours, and you own none: there is nobody to give access to.' : null
  return {
    actors: actors.map(named),
    systems: systems.map(({ id, name, tier }) => ({ id: toPublicId('system', id), name, tier })),
    ...{ maxSeconds, reviewDueHours },
    cannot: isInGroup ? nobody : 'The rules let another group break the glass.',
  }
}

export const emergencySystemInput = z.object({ systemId: z.string() })

/** What there is on a system in an emergency: its permissions, and on whose behalf one could act there. */
export async function getEmergencySystem(
  ctx: Context,
  input: z.output<typeof emergencySystemInput>,
): Promise<EmergencySystem> {
  authorize(ctx, 'break-glass')
  const { orgId } = ctx
  const systemId = fromPublicId('system', input.systemId)
  const [permissions, principals] = await Promise.all([
    reader().permission.findMany({ where: { orgId, systemId }, orderBy: { key: 'asc' }, take: 1000 }),
    reader().$queryRaw<Person[]>`
      select i.id, i.name, i.kind from identities i where i.org_id = ${orgId}::uuid and i.status = 'active' and (
        i.id = (select y.owner_id from systems y where y.org_id = i.org_id and y.id = ${systemId}::uuid)
        or i.id in (select g.principal_id from grants g join grant_targets t on t.org_id = g.org_id and t.grant_id = g.id
          where g.org_id = i.org_id and t.system_id = ${systemId}::uuid))
      order by i.name limit ${MOST}`,
  ])
  return {
    permissions: permissions.map(({ key, title, accessLevel }) => ({ key, title, accessLevel })),
    principals: principals.map(named),
  }
}
