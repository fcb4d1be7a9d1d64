import type { FilterField } from '@/components/ui/filter/field'

type Option = { value: string; label: string }
export type GrantFilterOptions = Record<'systems' | 'sources' | 'identities' | 'owners', Option[]>

const same = (values: readonly string[]) => values.map((value) => ({ value, label: value }))
const STATUSES = ['draft', 'pending', 'active', 'suspended', 'denied', 'expired', 'revoked']

/** What the list can be filtered by, as the line above it offers it. Keys are those of the address. */
export function filterFields({ systems, sources, identities, owners }: GrantFilterOptions): FilterField[] {
  return [
    { key: 'status', label: 'Status', kind: 'enum', options: same(STATUSES) },
    { key: 'breadthMin', label: 'Breadth', kind: 'number' },
    { key: 'breadthMax', label: 'Breadth at most', kind: 'text' },
    { key: 'unusedMin', label: 'Unused', kind: 'number', unit: '%' },
    { key: 'permissions', label: 'Permissions', kind: 'enum', options: same(['unknown']) },
    { key: 'system', label: 'System', kind: 'enum', options: systems },
    { key: 'owner', label: 'Owner', kind: 'enum', options: owners },
    { key: 'origin', label: 'Origin', kind: 'enum', options: same(['managed', 'observed']) },
    { key: 'source', label: 'Source', kind: 'enum', options: sources },
    { key: 'identity', label: 'Identity', kind: 'enum', options: identities },
    { key: 'principal', label: 'Principal', kind: 'enum', options: identities },
    { key: 'actor', label: 'Actor', kind: 'enum', options: identities },
  ]
}
