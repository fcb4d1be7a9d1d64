import { createHash, type Hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { projectFolder } from '@/lib/runtime/project-folder'

/** Something made from sources: what from, what must then exist, where the hash of the sources is noted. */
type Product = { sources: string[]; output: string; marker: string }

const PRISMA_CLIENT: Product = {
  sources: ['prisma/schema.prisma', 'node_modules/prisma/package.json'],
  output: 'generated/prisma/client.ts',
  marker: 'generated/remit-schema',
}

const DASHBOARD: Product = {
  sources: ['app', 'components', 'lib', 'public', 'prisma/schema.prisma', 'next.config.js', 'package-lock.json'].concat(
    ['package.json', 'postcss.config.mjs', 'proxy.ts'],
  ),
  output: '.next/BUILD_ID',
  marker: '.next/remit-build',
}

/** How a product is made: `node` with these arguments. */
type Make = (name: string, args: string[]) => Promise<void>

/** Generates Prisma's client where it is missing or older than the schema; whether it did. */
export async function ensurePrismaClient(make: Make): Promise<boolean> {
  return ensure(PRISMA_CLIENT, () => make('Prisma client', ['node_modules/prisma/build/index.js', 'generate']))
}

/** Builds the dashboard where it was never built or a source has changed since; whether it did. */
export async function ensureDashboard(make: Make): Promise<boolean> {
  return ensure(DASHBOARD, () => make('dashboard build', ['node_modules/next/dist/bin/next', 'build']))
}

/** The note is written last, so that what was interrupted is made again. */
async function ensure({ sources, output, marker }: Product, make: () => Promise<void>): Promise<boolean> {
  const hash = await hashSources(sources)
  const noted = await readFile(inProject(marker), 'utf8').catch(() => '')
  if (noted === hash && existsSync(inProject(output))) return false
  await make()
  await writeFile(inProject(marker), hash)
  return true
}

async function hashSources(sources: string[]): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  for (const source of sources) await addToHash(hash, source)
  return hash.digest('hex')
}

async function addToHash(hash: Hash, source: string): Promise<void> {
  if (!existsSync(inProject(source))) return
  const entries = await readdir(inProject(source), { withFileTypes: true }).catch(() => undefined)
  if (!entries) {
    hash.update(`\0${source}\0`).update(await readFile(inProject(source)))
    return
  }
  for (const name of entries.map((entry) => entry.name).sort()) await addToHash(hash, path.join(source, name))
}

function inProject(file: string): string {
  return path.join(projectFolder, file)
}
