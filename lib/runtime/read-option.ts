import { readFileSync } from 'node:fs'
import { UsageError } from '@/lib/runtime/usage-error'
import type { VerbOption } from '@/lib/runtime/verb-of'

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

function toSeconds(word: string, flag: string): number {
  const [, amount, unit = 's'] = /^(\d+)([smhdw])?$/.exec(word) ?? []
  const factor = UNITS[unit]
  if (!amount || !factor) throw new UsageError(`--${flag} takes a time like 15m, 8h or 90d.`)
  return Number(amount) * factor
}

function toNumber(word: string, flag: string): number {
  const number = Number(word)
  if (word.trim() === '' || Number.isNaN(number)) throw new UsageError(`--${flag} takes a number.`)
  return number
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${what} cannot be read as JSON.`)
  }
}

/** `sys_…=case:read,case:list` as what is asked for on a system. */
function toTarget(word: string) {
  const [systemId = '', permissions = ''] = word.split(/=(.*)/s)
  const names = permissions.split(',').filter(Boolean)
  if (!systemId || names.length === 0)
    throw new UsageError(`"${word}" is no target: write system=permission,permission.`)
  return { systemId, permissions: names }
}

/** What was said after a flag, as JSON. */
export function readOption({ kind, flag, name }: VerbOption, said: unknown): unknown {
  if (kind === 'switch') return said
  const words = Array.isArray(said) ? said.map(String) : [String(said)]
  const [word = ''] = words
  if (kind === 'duration') return toSeconds(word, flag)
  if (kind === 'number') return toNumber(word, flag)
  if (kind === 'list') return words.flatMap((each) => each.split(',')).map((each) => each.trim())
  if (kind !== 'json') return word
  if (name === 'targets' && !/^\s*[[{]/.test(word)) return words.map(toTarget)
  return parseJson(word, `--${flag}`)
}

/** The JSON object of a file, or of standard input for `-`: a whole input, which options then change. */
export function readInputFile(path: string | undefined): Record<string, unknown> {
  if (path === undefined) return {}
  let text: string
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch {
    throw new UsageError(`${path} cannot be read.`)
  }
  const value = parseJson(text, path)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${path} has to hold an object.`)
  return { ...value }
}
