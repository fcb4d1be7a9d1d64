import type { ApprovalPolicy } from '@/lib/domain/approval-policy'
import { referencesOf } from '@/lib/domain/check-references'

/** Where rules name groups, by their public ids: `consent`, `break-glass`, or a rule's name. */
export function groupPlaces(policy: ApprovalPolicy): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>()
  const placeOf = ([first, index]: (string | number)[]) => {
    if (first === 'rules') return policy.rules[Number(index)]?.name ?? 'a rule'
    return { consent: 'consent', breakGlass: 'break-glass' }[String(first)] ?? 'where no rule speaks'
  }
  for (const { kind, id, path } of referencesOf(policy))
    if (kind === 'group') places.set(id, (places.get(id) ?? new Set()).add(placeOf(path)))
  return places
}
