import { isGitHubActions } from '@/lib/domain/federation'

export type Platform = 'github' | 'kubernetes' | 'other'

/** Where a workload runs, and what its ID tokens say of it there. Examples only: each is a placeholder. */
export const PRESETS: Record<Platform, { label: string; issuer: string; conditions: string; hint: string }> = {
  github: {
    label: 'GitHub Actions',
    issuer: 'https://token.actions.githubusercontent.com',
    conditions: 'sub=repo:org/name:environment:production',
    hint: 'Name one repository. A subject written with names also fits the form with ids, repo:org@1/name@2:…',
  },
  kubernetes: {
    label: 'Kubernetes',
    issuer: 'https://kubernetes.default.svc',
    conditions: 'sub=system:serviceaccount:namespace:name',
    hint: 'Name one service account, or all of one namespace with a * at the end.',
  },
  other: {
    label: 'Other',
    issuer: 'https://issuer.example.com',
    conditions: 'sub=spiffe://example.com/ns/shop/sa/deployer',
    hint: 'Name one subject. * stands for any characters after at least three parts.',
  },
}

/** The platform an issuer most likely belongs to. */
export function platformOf(issuer: string): Platform {
  if (isGitHubActions(issuer)) return 'github'
  return /kubernetes|\.eks\.|container\.googleapis|oic\.prod-aks/.test(issuer) ? 'kubernetes' : 'other'
}

/** `claim=pattern`, one a line, as conditions; null where a line is none. A claim said twice has either value. */
export function readConditions(text: string): Record<string, string[]> | null {
  const conditions: Record<string, string[]> = {}
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue
    const at = line.indexOf('=')
    if (at < 1) return null
    const claim = line.slice(0, at).trim()
    conditions[claim] = [...(conditions[claim] ?? []), line.slice(at + 1).trim()]
  }
  return conditions
}
