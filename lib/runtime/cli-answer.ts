/** Options that every verb of the command line takes. */
export type GlobalOptions = { json?: boolean; org?: string }

/** Prints what a verb did: one JSON object, or a line for each fact. */
export function answer({ json }: GlobalOptions, value: Record<string, unknown>): void {
  if (json) process.stdout.write(`${JSON.stringify(value)}\n`)
  else for (const [name, content] of Object.entries(value)) process.stdout.write(`${name}  ${content}\n`)
}

/** Prints a list: one JSON array, or a line for each row. */
export function answerList<T>({ json }: GlobalOptions, rows: readonly T[], toLine: (row: T) => string[]): void {
  if (json) process.stdout.write(`${JSON.stringify(rows)}\n`)
  else for (const row of rows) process.stdout.write(`${toLine(row).join('  ')}\n`)
}
