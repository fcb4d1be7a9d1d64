/** The pieces of an ARN that matter here; `resource` is everything after the account. */
export type Arn = { partition: string; service: string; accountId: string; resource: string }

export function parseArn(arn: string | null): Arn | null {
  if (!arn?.startsWith('arn:')) return null
  const [, partition = '', service = '', , accountId = '', ...resource] = arn.split(':')
  return { partition, service, accountId, resource: resource.join(':') }
}

/** One name for a role: its ARN without path. Role names are unique in an account, and neither `PutRolePolicy` nor the
 *  ARN of a session says the path. Null for anything that is no role. */
export function roleKey(arn: string | null): string | null {
  const parsed = parseArn(arn)
  if (parsed?.service === 'iam' && parsed.resource.startsWith('role/')) {
    return roleKeyOf(parsed.partition, parsed.accountId, parsed.resource.slice(parsed.resource.lastIndexOf('/') + 1))
  }
  if (parsed?.service === 'sts' && parsed.resource.startsWith('assumed-role/')) {
    return roleKeyOf(parsed.partition, parsed.accountId, parsed.resource.split('/')[1] ?? '')
  }
  return null
}

export function roleKeyOf(partition: string, accountId: string, roleName: string): string {
  return `arn:${partition}:iam::${accountId}:role/${roleName}`
}

/** What comes last in an ARN: a role's, user's or session's own name. */
export function lastName(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1)
}

const PARTITIONS: readonly [string, string][] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
]

/** AWS keeps several worlds apart; which one a region is in. */
export function partitionOfRegion(region: string | null): string {
  return PARTITIONS.find(([prefix]) => region?.startsWith(prefix))?.[1] ?? 'aws'
}
