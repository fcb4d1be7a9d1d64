/**
 * A field a list can be filtered by. Its key is the URL parameter; several values of an enum are joined with commas.
 * Operators are fixed by kind: enum *is*, number *≥*, text *contains*, date *since*.
 */
export type FilterField = {
  key: string
  label: string
  kind: 'enum' | 'number' | 'text' | 'date'
  /** The values of an enum. */
  options?: { value: string; label: string }[]
  /** Set after a number: `%`. */
  unit?: string
}

/** The word between field and value in a chip. */
export const OPERATORS: Record<FilterField['kind'], string> = {
  enum: 'is',
  number: '≥',
  text: 'contains',
  date: 'since',
}

/** A stored value as a chip shows it: `active, locked`, `60 %`. */
export function describeValue(field: FilterField, value: string) {
  if (field.kind === 'number') return field.unit ? `${value} ${field.unit}` : value
  if (field.kind !== 'enum') return value
  return value
    .split(',')
    .map((part) => field.options?.find((option) => option.value === part)?.label ?? part)
    .join(', ')
}
