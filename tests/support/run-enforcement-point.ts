import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '@/lib/runtime/ports'

/** The text of an example that ships with the product, with what a reader has to put in. Fails where that is not there. */
export async function fillExample(name: string, values: Record<string, string>): Promise<string> {
  let text = await readFile(new URL(`../../public/examples/${name}`, import.meta.url), 'utf8')
  for (const [from, to] of Object.entries(values)) {
    if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`)
    text = text.replaceAll(from, to)
  }
  return text
}

/** Whether a program is on this machine; says so where it is not, as the test is skipped then. */
export function isInstalled(program: string): boolean {
  if (existsSync(program)) return true
  process.stdout.write(`skipped: ${program} is not installed on this machine\n`)
  return false
}

/** The system behind the enforcement point: answers 200 with the headers that it was sent. */
export async function startSystem(): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => response.end(JSON.stringify(request.headers)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, server }
}

export type EnforcementPoint = { url: string; stop: () => Promise<void> }

async function untilListening(child: ChildProcess, url: string, said: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`it ended: ${said()}`)
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    )
    if (isUp) return
    await pause(50)
  }
  throw new Error(`it does not answer: ${said()}`)
}

/** Starts a web server in the foreground with a folder of its own, on a free port. `start` writes its configuration there
 *  and says which command runs it. */
export async function runEnforcementPoint(
  start: (folder: string, port: number) => Promise<readonly [program: string, ...args: string[]]>,
): Promise<EnforcementPoint> {
  const folder = await mkdtemp(path.join(tmpdir(), 'remit-point-'))
  const port = await freePort()
  const [program, ...args] = await start(folder, port)
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
  await untilListening(child, url, () => said).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url, stop }
}
