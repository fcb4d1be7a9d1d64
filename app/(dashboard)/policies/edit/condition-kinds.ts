import { CHANGES, type PolicyCondition } from '@/lib/domain/approval-policy'
import { ENVIRONMENTS, IDENTITY_KINDS } from '@/lib/domain/identity'
import { ACCESS_LEVELS } from '@/lib/domain/permission'

/** How a thing that a condition names is set. */
export type Control =
  | { type: 'list'; options: readonly { value: string | number; label: string }[] }
  | { type: 'number'; unit?: string }
  | { type: 'seconds' }
  | { type: 'yes-no'; yes: string; no: string }
  | { type: 'ids'; of: 'systems' | 'identities' | 'groups' | 'requesters' }

export type ConditionName = keyof PolicyCondition
type Kind = { label: string; control: Control; fresh: PolicyCondition }

const words = (list: readonly string[]) => list.map((value) => ({ value, label: value }))
const TIERS = [1, 2, 3].map((value) => ({ value, label: `tier ${value}` }))

/** Everything a condition can name, in the order in which it is offered. `fresh`: what it is when it is added. */
export const CONDITION_KINDS: Record<ConditionName, Kind> = {
  breadthAtLeast: { label: 'Breadth at least', control: { type: 'number' }, fresh: { breadthAtLeast: 40 } },
  breadthBelow: { label: 'Breadth below', control: { type: 'number' }, fresh: { breadthBelow: 20 } },
  accessLevels: {
    label: 'Includes access level',
    control: { type: 'list', options: words(ACCESS_LEVELS) },
    fresh: { accessLevels: ['permissions-management', 'credentials'] },
  },
  onlyAccessLevels: {
    label: 'Nothing but access level',
    control: { type: 'list', options: words(ACCESS_LEVELS) },
    fresh: { onlyAccessLevels: ['list', 'read'] },
  },
  onlyTiers: { label: 'Only systems of tier', control: { type: 'list', options: TIERS }, fresh: { onlyTiers: [3] } },
  tiers: { label: 'System of tier', control: { type: 'list', options: TIERS }, fresh: { tiers: [1] } },
  environments: {
    label: 'System in environment',
    control: { type: 'list', options: words(ENVIRONMENTS) },
    fresh: { environments: ['production'] },
  },
  onlyEnvironments: {
    label: 'Only systems in',
    control: { type: 'list', options: words(ENVIRONMENTS) },
    fresh: { onlyEnvironments: ['development'] },
  },
  onlySystems: { label: 'Only systems', control: { type: 'ids', of: 'systems' }, fresh: { onlySystems: [] } },
  systems: { label: 'System', control: { type: 'ids', of: 'systems' }, fresh: { systems: [] } },
  principals: { label: 'Principal', control: { type: 'ids', of: 'identities' }, fresh: { principals: [] } },
  principalKinds: {
    label: 'Kind of principal',
    control: { type: 'list', options: words(IDENTITY_KINDS) },
    fresh: { principalKinds: ['human'] },
  },
  actors: { label: 'Actor', control: { type: 'ids', of: 'identities' }, fresh: { actors: [] } },
  actorKinds: {
    label: 'Kind of actor',
    control: { type: 'list', options: words(IDENTITY_KINDS) },
    fresh: { actorKinds: ['agent'] },
  },
  ttlAtLeastSeconds: {
    label: 'Session lasts at least',
    control: { type: 'seconds' },
    fresh: { ttlAtLeastSeconds: 28_800 },
  },
  ttlBelowSeconds: { label: 'Session lasts less than', control: { type: 'seconds' }, fresh: { ttlBelowSeconds: 3600 } },
  standsAtLeastSeconds: {
    label: 'Grant stands at least',
    control: { type: 'seconds' },
    fresh: { standsAtLeastSeconds: 2_592_000 },
  },
  standsBelowSeconds: {
    label: 'Grant stands less than',
    control: { type: 'seconds' },
    fresh: { standsBelowSeconds: 604_800 },
  },
  isPermanent: {
    label: 'End of the grant',
    control: { type: 'yes-no', yes: 'never ends', no: 'ends at some time' },
    fresh: { isPermanent: true },
  },
  changes: {
    label: 'What is asked for',
    control: { type: 'list', options: words(CHANGES) },
    fresh: { changes: ['new'] },
  },
  requesterKinds: {
    label: 'Kind of requester',
    control: { type: 'list', options: words(['member', 'service', 'client', 'system']) },
    fresh: { requesterKinds: ['service'] },
  },
  requesterGroups: {
    label: 'Group of the requester',
    control: { type: 'ids', of: 'groups' },
    fresh: { requesterGroups: [] },
  },
  requesters: { label: 'Requester', control: { type: 'ids', of: 'requesters' }, fresh: { requesters: [] } },
}

export const CONDITION_NAMES = Object.keys(CONDITION_KINDS) as ConditionName[]
