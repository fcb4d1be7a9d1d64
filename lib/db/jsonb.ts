const clean = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value

/** How JSON spells a NUL and half a character: it never writes them as they are. */
const UNCLEAN = /\\u(0000|d[89a-f])/

/** A value as text for a `jsonb` parameter. What clients send may hold what `jsonb` refuses, a NUL or half a character:
 *  these are left out, so that they cannot make a statement fail that others share. Looks into each text only where there
 *  may be one, for that takes longer than all the rest. */
export function toJsonb(value: unknown): string {
  const text = JSON.stringify(value)
  return UNCLEAN.test(text) ? JSON.stringify(value, clean) : text
}
