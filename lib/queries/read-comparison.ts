import { reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { Tier } from '@/lib/domain/limits'
import { type AskedReach, DELTAS, type Delta, deltaOf, shareOfRights } from '@/lib/domain/request-delta'
import type { RequestPreview } from '@/lib/domain/request-preview'
import { readHeld, readRights, toHeldReach, toOverlaps } from '@/lib/queries/read-request-reach'

const MOST_LINES = 300

type Asked = AskedReach & { tier: Tier }

/** Who asks to act for whom, as UUIDs; `except`: the grant that would be changed. */
type Parties = { principalId: string; actorId: string; except: string | null }

async function readTitles({ orgId }: Context, asked: readonly Asked[]) {
  const ids = asked.map(({ systemId }) => systemId)
  const keys = asked.flatMap(({ permissions }) => permissions.map(({ key }) => key)).slice(0, MOST_LINES)
  const [systems, titles] = await Promise.all([
    reader().system.findMany({ where: { orgId, id: { in: ids } }, select: { id: true, name: true } }),
    reader().permission.findMany({
      where: { orgId, systemId: { in: ids }, key: { in: keys }, title: { not: null } },
      select: { systemId: true, key: true, title: true },
    }),
  ])
  return {
    systems: new Map(systems.map(({ id, name }) => [id, name])),
    titles: new Map(titles.map(({ systemId, key, title }) => [`${systemId} ${key}`, title])),
  }
}

/** What is asked for beside what there is: what the actor has, what the principal may do itself, and which grants of the two
 *  reach the same. Part of other queries, which have authorized already. */
export async function readComparison(
  ctx: Context,
  asked: readonly Asked[],
  { principalId, actorId, except }: Parties,
): Promise<Pick<RequestPreview, 'delta' | 'rights' | 'overlaps'>> {
  const systemIds = asked.map(({ systemId }) => systemId)
  const [held, rights, known] = await Promise.all([
    readHeld(ctx, actorId, systemIds),
    readRights(ctx, principalId),
    readTitles(ctx, asked),
  ])
  const all = deltaOf(asked, toHeldReach(held, principalId))
  const counts = Object.fromEntries(
    DELTAS.map((delta) => [delta, all.filter((line) => line.delta === delta).length]),
  ) as Record<Delta, number>
  const lines = all.slice(0, MOST_LINES).map(({ systemId, permission: { key, accessLevel }, delta }) => {
    const title = known.titles.get(`${systemId} ${key}`) ?? null
    return { system: known.systems.get(systemId) ?? 'system', key, title, accessLevel, delta }
  })
  return {
    delta: { counts, lines },
    rights: shareOfRights(asked, rights),
    overlaps: toOverlaps(held, { principalId, asked, except }),
  }
}
