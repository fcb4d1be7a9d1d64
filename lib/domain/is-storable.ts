const isText = (text: string) => text.isWellFormed() && !text.includes('\0')

/** Whether every text in it, names included, is one that Postgres can keep: it has neither U+0000 nor half of a surrogate
 *  pair (RFC 8259 §8.2 lets JSON write both). */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return isText(value)
  if (Array.isArray(value)) return value.every(isStorable)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, part]) => isText(name) && isStorable(part))
}
