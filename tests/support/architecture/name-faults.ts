import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** What may stand at the top: our folders, and what tools insist on. */
const TOP = new Set([
  ...['app', 'components', 'lib', 'prisma', 'tests', 'public', '.ci', '.gitignore', 'LICENSE', 'README.md'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'biome.json', 'next.config.js', 'prisma.config.ts'],
  ...['proxy.ts', 'instrumentation.ts'],
])
const DRAWERS = /^(utils?|helpers?|services?|managers?|commons?|misc|shared|stuff)$/
const KEBAB = /^_?[a-z0-9]+(-[a-z0-9]+)*$/

/** The faults in the names along one path from the root. */
export function nameFaults(path: string): string[] {
  const parts = path.split('/')
  const file = parts.at(-1) ?? ''
  const stem = file.split('.')[0] ?? ''
  const faults: string[] = []
  if (!TOP.has(parts[0] ?? '')) faults.push(`${path} nothing but the agreed folders and tool files stands at the top`)
  for (const name of [...parts.slice(0, -1), stem])
    if (DRAWERS.test(name)) faults.push(`${path} "${name}" is a drawer; name the file for its one export`)
  if (/\.(ts|tsx)$/.test(file) && !KEBAB.test(stem)) faults.push(`${path} file names are kebab-case`)
  return faults
}

/** Every file of the project that git tracks or would track. */
export function listProjectFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate']
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trimEnd().split('\n')
}
