import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import type { LoadOrder, LoadResult } from './load'

/** As `npm run token-service` starts it. */
const LEAN = ['--heap-growing-percent=20', '--max-semi-space-size=16']
const children: ChildProcess[] = []

/** A process of the bench, which ends with it. */
export function start(args: string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

/** Ends all that was started, and waits until it has. */
export async function stopAll(): Promise<void> {
  for (const child of children) child.kill()
  await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')))
}

/** The first line of JSON that a process says. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the child has no output')
  for await (const line of createInterface(child.stdout)) if (line.startsWith('{') || line.startsWith('[')) return line
  throw new Error('the child ended without a line')
}

type Service = { port: number; issuer: string; url: string; appPort: number }

/** The token service on a database, once it answers. */
export async function startService({ port, issuer, url, appPort }: Service): Promise<ChildProcess> {
  const env = { DATABASE_URL: url, REMIT_SECRET: 'b'.repeat(43), TOKEN_PORT: String(port), REMIT_TOKEN_URL: issuer }
  const quiet = { NODE_ENV: 'production', LOG_LEVEL: 'error', PORT: String(appPort) }
  const child = start([...LEAN, '--import', 'tsx', 'lib/runtime/token-service.ts'], { ...env, ...quiet })
  child.stdout?.resume()
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(`http://127.0.0.1:${port}/health`).catch(() => null))?.ok) return child
    await pause(100)
  }
  throw new Error('the token service did not start')
}

/** What a client that sends as fast as it may gets back; the order is put into the folder. */
export async function sendLoad(folder: string, order: LoadOrder): Promise<LoadResult> {
  const file = path.join(folder, 'order.json')
  writeFileSync(file, JSON.stringify(order))
  const result: LoadResult = JSON.parse(await firstLine(start(['--import', 'tsx', 'tests/bench/load.ts', file])))
  if (result.unexpected > 0) console.log(`unexpected answers: ${result.unexpected}, e.g. ${result.sample}`)
  return result
}

/** HTTP Basic of a client. */
export const basic = ({ clientId, secret }: { clientId: string; secret: string }) =>
  `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`

/** A whole request, as the load generator sends it. */
export function request(target: string, authorization: string, form: Record<string, string>): string {
  const body = new URLSearchParams(form).toString()
  const head = [`POST ${target} HTTP/1.1`, 'Host: localhost', `Authorization: ${authorization}`]
  const type = 'Content-Type: application/x-www-form-urlencoded'
  return `${[...head, type, `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`
}
