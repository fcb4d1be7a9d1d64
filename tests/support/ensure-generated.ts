import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const schema = `${root}prisma/schema.prisma`
const client = `${root}generated/prisma/client.ts`

function isCurrent(): boolean {
  return existsSync(client) && statSync(client).mtimeMs >= statSync(schema).mtimeMs
}

/** Makes the code that is not in git: Prisma's client where it is missing or older than the schema, and Next's types. */
export function ensureGenerated(): void {
  if (!isCurrent()) execFileSync('npx', ['prisma', 'generate'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (!existsSync(`${root}next-env.d.ts`)) execFileSync('npx', ['next', 'typegen'], { cwd: root, stdio: 'ignore' })
}
