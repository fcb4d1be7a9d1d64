import { type Breadth, breadthOf, combineBreadth } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import type { AskedSystem, InboxItem, ItemMeasure } from '@/lib/domain/inbox'
import { breadthLimit, type Tier } from '@/lib/domain/limits'
import { deltaOf, shareOfRights } from '@/lib/domain/request-delta'
import { breadthOfWish, type DescribedWish, readAsked } from '@/lib/queries/read-asked'
import { readChildActors } from '@/lib/queries/read-child-actors'
import { readLimits } from '@/lib/queries/read-limits'
import { readPairHistory } from '@/lib/queries/read-pair-history'
import { readHeld, readRights, toHeldReach, toOverlaps } from '@/lib/queries/read-request-reach'
import { readPairRecord, readSimilarGrant } from '@/lib/queries/read-similar-grant'

/** Access that is asked for. Ids are UUIDs. `own`: the grant that would be changed counts as what there is, one that waits does
 *  not. */
export type AskedAccess = {
  kind: 'grant' | 'session'
  grantId: string
  actorId: string
  principalId: string
  wish: DescribedWish[]
  ttlSeconds: number | null
  maxChainDepth: number
  own: boolean
}

type Held = Awaited<ReturnType<typeof readHeld>>

/** What the actor may do for this principal today, on any system. */
async function readToday(ctx: Context, held: Held, principalId: string): Promise<Breadth> {
  const keys = new Map<string, Set<string>>()
  for (const { systemId, permissions, principalId: of, status } of held) {
    if (of !== principalId || status !== 'active') continue
    const known = keys.get(systemId) ?? new Set()
    for (const key of permissions ?? []) known.add(key)
    keys.set(systemId, known)
  }
  const targets = [...keys].map(([systemId, own]) => {
    return { systemId, permissions: [...own], tenants: [], resources: [] }
  })
  const described = targets.length > 0 ? await readAsked(ctx, targets) : []
  return combineBreadth(described.map(({ known, system }) => breadthOf(known, system.tier)))
}

function toSystems(wish: DescribedWish[], held: Held, principalId: string, usedIn: Map<string, number>): AskedSystem[] {
  const asked = wish.map((each) => ({ ...each, permissions: each.known }))
  const lines = deltaOf(asked, toHeldReach(held, principalId))
  const deltas = new Map(lines.map(({ systemId, permission, delta }) => [`${systemId} ${permission.key}`, delta]))
  return wish.map(({ systemId, system, permissions, tenants, resources }) => ({
    ...{ system, tenants, resources },
    permissions: permissions.map((permission) => {
      const name = `${systemId} ${permission.key}`
      return { ...permission, delta: deltas.get(name) ?? ('new' as const), usedIn: usedIn.get(name) ?? 0 }
    }),
  }))
}

async function readMeasure(ctx: Context, asked: AskedAccess, held: Held): Promise<ItemMeasure> {
  const { wish, principalId, ttlSeconds } = asked
  const [limits, rights, today] = await Promise.all([
    readLimits(ctx.orgId),
    readRights(ctx, principalId),
    readToday(ctx, held, principalId),
  ])
  const tier = Math.min(3, ...wish.map(({ system }) => system.tier)) as Tier
  const whole = rights.map(({ permissions, tier: of }) => breadthOf(permissions, of))
  return {
    ...{ limits, tier, asked: breadthOfWish(wish)?.score ?? null, today: today.score },
    principal: whole.length > 0 ? combineBreadth(whole).score : null,
    share: shareOfRights(
      wish.map(({ systemId, known, system }) => ({ systemId, permissions: known, tier: system.tier })),
      rights,
    ),
    limit: ttlSeconds === null ? null : breadthLimit(limits, tier, ttlSeconds),
  }
}

export type ItemAccess = Pick<InboxItem, 'asked' | 'measure' | 'children' | 'overlaps' | 'similar'> & {
  history: NonNullable<InboxItem['history']>
  isFirstOfPair: boolean
}

/** What is asked for, held against what there is and what was. Part of `getInboxItem`, which has authorized. */
export async function readItemAccess(ctx: Context, access: AskedAccess): Promise<ItemAccess> {
  const { kind, grantId, actorId, principalId, wish } = access
  const systemIds = wish.map(({ systemId }) => systemId)
  const pair = { grantId, actorId, principalId, systemIds }
  const every = await readHeld(ctx, actorId, null)
  const held = access.own ? every : every.filter((row) => row.grantId !== grantId)
  const [{ history, usedIn }, measure, children, similar, record] = await Promise.all([
    readPairHistory(ctx, kind, pair),
    readMeasure(ctx, access, held),
    readChildActors(ctx, access, wish),
    kind === 'grant' ? readSimilarGrant(ctx, pair) : null,
    readPairRecord(ctx, pair),
  ])
  const asked = wish.map((each) => ({ ...each, permissions: each.known }))
  const decisions = kind === 'grant' ? { approved: record.approved, denied: record.denied } : {}
  return {
    ...{ measure, children, similar },
    asked: toSystems(wish, held, principalId, usedIn),
    overlaps: toOverlaps(held, { principalId, asked, except: grantId }),
    history: { ...history, ...decisions },
    isFirstOfPair: !record.hasActed && (kind === 'session' || record.grants === 0),
  }
}
