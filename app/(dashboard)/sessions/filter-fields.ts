import type { FilterField } from '@/components/ui/filter/field'
import { SESSION_HEALTH, SESSION_STATUSES, SESSION_UNKNOWNS } from '@/lib/domain/session-filter'

type Option = { value: string; label: string }
export type FilterOptions = Record<'systems' | 'sources' | 'grants' | 'identities' | 'owners', Option[]>

const same = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

/** What the list can be filtered by, as the line above it offers it. Keys are those of the address. */
export function filterFields(options: FilterOptions): FilterField[] {
  return [
    { key: 'status', label: 'Status', kind: 'enum', options: same(SESSION_STATUSES) },
    { key: 'breadthMin', label: 'Breadth', kind: 'number' },
    { key: 'breadthMax', label: 'Breadth at most', kind: 'text' },
    { key: 'unusedMin', label: 'Unused', kind: 'number', unit: '%' },
    { key: 'lifetimeMin', label: 'Lifetime', kind: 'number', unit: 's' },
    { key: 'lifetimeMax', label: 'Lifetime at most, seconds', kind: 'text' },
    { key: 'tier', label: 'Tier', kind: 'enum', options: same(['1', '2', '3']) },
    { key: 'system', label: 'System', kind: 'enum', options: options.systems },
    { key: 'owner', label: 'Owner', kind: 'enum', options: options.owners },
    { key: 'origin', label: 'Origin', kind: 'enum', options: same(['managed', 'observed']) },
    { key: 'source', label: 'Source', kind: 'enum', options: options.sources },
    { key: 'breadth', label: 'Breadth', kind: 'enum', options: same(['unknown']) },
    { key: 'unknown', label: 'Not known', kind: 'enum', options: same(SESSION_UNKNOWNS) },
    { key: 'health', label: 'Health', kind: 'enum', options: same(SESSION_HEALTH) },
    { key: 'grant', label: 'Grant', kind: 'enum', options: options.grants },
    { key: 'identity', label: 'Identity', kind: 'enum', options: options.identities },
    { key: 'revocation', label: 'Revocation', kind: 'text' },
  ]
}
