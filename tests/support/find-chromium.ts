import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

/** Without windows first: it takes a third less processor time, and nobody looks. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const HOW_TO = `No Chromium was found and none could be installed. Do one of these, then run again:
  npx playwright install --with-deps chromium
  install your system's chromium or google-chrome package
  set CHROMIUM_PATH to one you have`

/** A file that exists may still lack libraries, or only tell which package to install. */
function starts(file: string): boolean {
  try {
    execFileSync(file, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 30_000 })
    return true
  } catch {
    return false
  }
}

function playwrightsOwn(): string | undefined {
  const file = chromium.executablePath()
  return existsSync(file) && starts(file) ? file : undefined
}

function systems(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const files = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return files.find((file) => existsSync(file) && starts(file))
}

function attempt(command: string, args: string[], limitSeconds: number): void {
  console.log(`No Chromium found, trying: ${[command, ...args].join(' ')}`)
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: limitSeconds * 1000 })
  } catch {
    console.log(`${command} did not help`)
  }
}

function isDebianRoot(): boolean {
  return (
    process.getuid?.() === 0 &&
    existsSync('/etc/debian_version') &&
    /debian/i.test(readFileSync('/etc/os-release', 'utf8'))
  )
}

function installed(): string | undefined {
  attempt('npx', ['playwright', 'install', 'chromium'], 120)
  const own = playwrightsOwn()
  if (own || !isDebianRoot()) return own
  attempt('apt-get', ['update', '-q'], 120)
  for (const name of ['chromium-headless-shell', 'chromium']) {
    attempt('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], 240)
    const found = systems()
    if (found) return found
  }
}

/**
 * The browser for the tests: CHROMIUM_PATH, Playwright's own, the system's, else one that is installed now.
 *
 * @throws Error that says what to do, where there is none and none can be had.
 */
export function findChromium(): string {
  const file = process.env.CHROMIUM_PATH ?? playwrightsOwn() ?? systems() ?? installed()
  if (!file) throw new Error(HOW_TO)
  return file
}
