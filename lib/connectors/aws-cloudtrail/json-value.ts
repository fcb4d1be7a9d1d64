export type JsonObject = Record<string, unknown>

const NONE: JsonObject = Object.freeze({})

/** What Postgres can hold of a text: no NUL, no half of a surrogate pair. */
export function cleanText(value: string): string {
  return value.isWellFormed() && !value.includes('\0') ? value : value.replaceAll('\0', '').toWellFormed()
}

/** The text, or null for anything that is none or empty. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? cleanText(value) : null
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
    return objectOf(JSON.parse(trimmed))
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
