export const IDENTITY_KINDS = ['human', 'team', 'service', 'workload', 'pipeline', 'agent'] as const
export type IdentityKind = (typeof IDENTITY_KINDS)[number]
export const ENVIRONMENTS = ['production', 'staging', 'development', 'unknown'] as const
export type Environment = (typeof ENVIRONMENTS)[number]
export const SYSTEM_KINDS = ['api', 'saas', 'cloud-account', 'database', 'cluster', 'other'] as const
export type SystemKind = (typeof SYSTEM_KINDS)[number]

/** Humans and teams answer for themselves; everything else needs an owner. */
export function needsOwner(kind: IdentityKind): boolean {
  return kind !== 'human' && kind !== 'team'
}
