import type { GlobalOptions } from '@/lib/runtime/cli-answer'

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value in one line: what has a name by its name. */
function inWords(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (Array.isArray(value)) return value.map(inWords).join(', ') || '–'
  if (!isObject(value)) return String(value)
  if (typeof value.name === 'string') return value.name
  return JSON.stringify(value)
}

/** The columns by which people know a row, whatever it is a row of. */
const COLUMNS = [
  'id',
  'status',
  'severity',
  'at',
  'kind',
  'action',
  'name',
  'title',
  'actor',
  'principal',
  'system',
  'systems',
]

function toLine(row: Json): string {
  return COLUMNS.filter((name) => row[name] !== undefined)
    .map((name) => inWords(row[name]))
    .join('  ')
}

const print = (text: string) => process.stdout.write(`${text}\n`)

/** Prints what a verb was answered: as JSON, or a line for each fact. */
export function tellAnswer({ json }: GlobalOptions, value: Json): void {
  if (json) return void print(JSON.stringify(value))
  for (const [name, content] of Object.entries(value)) {
    if (Array.isArray(content) && content.some(isObject)) {
      print(name)
      for (const each of content) print(`  ${isObject(each) ? toLine(each) || JSON.stringify(each) : inWords(each)}`)
    } else print(`${name}  ${inWords(content)}`)
  }
}

/** Prints a list page by page, so that a long one need not fit in memory: one JSON array, or a line for each row. */
export async function tellList({ json }: GlobalOptions, pages: AsyncIterable<Json[]>): Promise<void> {
  let separator = '['
  for await (const rows of pages) {
    for (const row of rows) {
      process.stdout.write(json ? `${separator}\n${JSON.stringify(row)}` : `${toLine(row)}\n`)
      separator = ','
    }
  }
  if (json) process.stdout.write(separator === '[' ? '[]\n' : '\n]\n')
}
