import { CHANGES, type PolicyCondition, type PolicyRule } from '@/lib/domain/approval-policy'
import { LONGEST_SECONDS } from '@/lib/domain/approval-route'
import { ENVIRONMENTS, IDENTITY_KINDS } from '@/lib/domain/identity'
import { ACCESS_LEVELS } from '@/lib/domain/permission'

type Lists = {
  [K in keyof PolicyCondition as NonNullable<PolicyCondition[K]> extends readonly unknown[] ? K : never]-?: true
}
type ListName = keyof Lists

/** Everything a list can name, where that is known: to name all of it is to name nothing. Each request has a system and a
 *  permission, so that this holds of what there can be several of, too. */
const WHOLE: Partial<Record<ListName, readonly unknown[]>> = {
  changes: CHANGES,
  accessLevels: ACCESS_LEVELS,
  onlyAccessLevels: ACCESS_LEVELS,
  tiers: [1, 2, 3],
  onlyTiers: [1, 2, 3],
  onlyEnvironments: ENVIRONMENTS,
  environments: ENVIRONMENTS,
  principalKinds: IDENTITY_KINDS,
  actorKinds: IDENTITY_KINDS,
  requesterKinds: ['member', 'service', 'client', 'system'],
}

const within = (few: readonly unknown[], many: readonly unknown[]) => few.every((each) => many.includes(each))

function listFollows(name: ListName, wide: PolicyCondition, narrow: PolicyCondition): boolean {
  const [named, given, whole] = [wide[name], narrow[name], WHOLE[name]]
  if (named === undefined || (whole && within(whole, named))) return true
  return given !== undefined && within(given, named)
}

const LISTS = [
  'changes',
  'accessLevels',
  'onlyAccessLevels',
  'tiers',
  'onlyTiers',
  'environments',
  'onlyEnvironments',
  'onlySystems',
  'systems',
  'principals',
  'principalKinds',
  'actors',
  'actorKinds',
  'requesterKinds',
  'requesterGroups',
  'requesters',
] as const satisfies readonly ListName[]

const LEAST = ['breadthAtLeast', 'ttlAtLeastSeconds', 'standsAtLeastSeconds'] as const
const BELOW = ['breadthBelow', 'ttlBelowSeconds', 'standsBelowSeconds'] as const

const never = ({ isPermanent }: PolicyCondition) => isPermanent === true
const ends = ({ isPermanent, standsBelowSeconds }: PolicyCondition) =>
  isPermanent === false || standsBelowSeconds !== undefined

function boundsFollow(wide: PolicyCondition, narrow: PolicyCondition): boolean {
  const least = LEAST.every((name) => {
    const [named, given] = [wide[name] ?? 0, narrow[name] ?? 0]
    return given >= named || (name === 'standsAtLeastSeconds' && never(narrow))
  })
  const below = BELOW.every((name) => {
    const most = name === 'breadthBelow' ? 101 : Number.POSITIVE_INFINITY
    return (narrow[name] ?? most) <= (wide[name] ?? most)
  })
  const { isPermanent } = wide
  return least && below && (isPermanent === undefined || (isPermanent ? never(narrow) : ends(narrow)))
}

/** Whether the wide condition holds wherever the narrow one does, for certain: true only where it can be seen from the two. */
export function isImplied(wide: PolicyCondition, narrow: PolicyCondition): boolean {
  return LISTS.every((name) => listFollows(name, wide, narrow)) && boundsFollow(wide, narrow)
}

const EXCLUDING = [
  ['accessLevels', 'onlyAccessLevels', 'the access levels'],
  ['tiers', 'onlyTiers', 'the tiers'],
  ['environments', 'onlyEnvironments', 'the environments'],
  ['systems', 'onlySystems', 'the systems'],
] as const

/** Why a condition can never hold; null where it may. */
export function contradictionOf(when: PolicyCondition): string | null {
  const { breadthAtLeast = 0, breadthBelow = 101, ttlAtLeastSeconds = 0, standsAtLeastSeconds = 0 } = when
  const { ttlBelowSeconds = Number.POSITIVE_INFINITY, standsBelowSeconds = Number.POSITIVE_INFINITY } = when
  if (breadthAtLeast >= breadthBelow) return 'no breadth is that high and that low'
  if (ttlAtLeastSeconds >= ttlBelowSeconds) return 'no session is that long and that short'
  if (standsAtLeastSeconds >= standsBelowSeconds) return 'no grant stands that long and that short'
  if (when.isPermanent && when.standsBelowSeconds !== undefined) return 'what never ends does not end so soon'
  if (when.isPermanent && when.changes && within(when.changes, ['session'])) return 'every session ends'
  const excluded = EXCLUDING.find(([some, only]) => {
    const [wanted, allowed] = [when[some], when[only]]
    return wanted && allowed && !wanted.some((each) => within([each], allowed))
  })
  return excluded ? `${excluded[2]} exclude each other` : null
}

/** A rule that approves says nothing of what never ends and of single sessions (see `maySpeak`), so it only takes the word
 *  from rules that do not either. */
function speaksWherever(earlier: PolicyRule, { when, verdict }: PolicyRule): boolean {
  if (earlier.verdict.kind !== 'auto-approve' || verdict.kind === 'auto-approve') return true
  const { changes, standsBelowSeconds = Number.POSITIVE_INFINITY } = when
  return standsBelowSeconds <= LONGEST_SECONDS && changes !== undefined && !changes.includes('session')
}

/** The earlier rule that always speaks before this one; null where none does. */
export function silencedBy(rule: PolicyRule, earlier: readonly PolicyRule[]): PolicyRule | null {
  return earlier.find((each) => isImplied(each.when, rule.when) && speaksWherever(each, rule)) ?? null
}
