const clean = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value

/** A value as text for a `jsonb` parameter. What clients send may hold what `jsonb` refuses, a NUL or half a character:
 *  these are left out, so that they cannot make a statement fail that others share. */
export function toJsonb(value: unknown): string {
  return JSON.stringify(value, clean)
}
