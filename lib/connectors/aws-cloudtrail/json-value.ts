export type JsonObject = Record<string, unknown>

const NONE: JsonObject = Object.freeze({})

const storableText = (text: string) => text.toWellFormed().replaceAll('\0', '\ufffd')

/** The same with U+FFFD for what Postgres cannot keep: JSON may write U+0000 and half of a surrogate pair as escapes. */
export function toStorable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(toStorable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [storableText(name), toStorable(part)]))
}

/** The text, or null for anything that is none or empty. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** The object, or an empty one: sources write null, a text or nothing where their documentation has an object. */
export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : NONE
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** A JSON object that may be given as itself or as a text, URL-encoded or not (IAM policies come in all three). */
export function parseObject(value: unknown): JsonObject | null {
  if (typeof value !== 'string') return typeof value === 'object' && value !== null ? objectOf(value) : null
  const trimmed = value.trim()
  if (trimmed.startsWith('%7B') || trimmed.startsWith('%7b')) return parseObject(decodeOrKeep(trimmed))
  if (!trimmed.startsWith('{')) return null
  try {
    const parsed = objectOf(JSON.parse(trimmed))
    return trimmed.includes('\\u') ? (toStorable(parsed) as JsonObject) : parsed
  } catch {
    return null
  }
}

function decodeOrKeep(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    return ''
  }
}
