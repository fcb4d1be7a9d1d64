import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { projectFolder } from '@/lib/runtime/project-folder'

/** A Node program to run: a name for people and its log file, and the arguments of `node`. */
export type Program = { name: string; args: string[]; env: NodeJS.ProcessEnv }

const GRACE_MS = 10_000

/**
 * The processes one start consists of. Each leads a process group of its own, so that Ctrl-C reaches us alone and we
 * decide the order; each ends by itself when we are killed; what they print goes to `<logFolder>/<name>.log`.
 */
export class Supervisor {
  private readonly running = new Map<ChildProcess, string>()
  private isStopping = false
  private reportFailure: (error: Error) => void = () => undefined

  /** Rejects when a process that should run for ever ends by itself. */
  readonly failure = new Promise<never>((_, reject) => {
    this.reportFailure = reject
  })

  constructor(private readonly logFolder: string) {
    this.failure.catch(() => undefined)
    mkdirSync(logFolder, { recursive: true, mode: 0o700 })
  }

  /** Starts what should run until `stop`. */
  start(program: Program): void {
    this.launch(program).once('exit', (code, signal) => {
      if (!this.isStopping) this.reportFailure(this.ended(program.name, code, signal))
    })
  }

  /** Runs something to its end. @throws Error with its last line if it fails. */
  async run(program: Program): Promise<void> {
    const [code, signal] = (await once(this.launch(program), 'exit')) as [number | null, NodeJS.Signals | null]
    if (code !== 0) throw this.ended(program.name, code, signal)
  }

  /** Ends everything that still runs: asks, and after ten seconds insists. */
  async stop(): Promise<void> {
    this.isStopping = true
    await Promise.all([...this.running.keys()].map(end))
  }

  /** Ends everything at once. */
  kill(): void {
    for (const child of this.running.keys()) signalGroup(child, 'SIGKILL')
  }

  private launch({ name, args, env }: Program): ChildProcess {
    if (this.isStopping) throw new Error(`The ${name} was not started, because Remit is ending.`)
    const log = openSync(this.logFile(name), 'w', 0o600)
    const watch = path.join(projectFolder, 'lib/runtime/end-with-parent.mjs')
    const stdio = ['pipe', log, log] as const
    const options = { cwd: projectFolder, env, detached: true, stdio: [...stdio] }
    const child = spawn(process.execPath, ['--import', watch, ...args], options)
    child.stdin?.on('error', () => undefined)
    this.running.set(child, name)
    child.once('exit', () => this.running.delete(child))
    return child
  }

  private logFile(name: string): string {
    return path.join(this.logFolder, `${name.replaceAll(' ', '-')}.log`)
  }

  private ended(name: string, code: number | null, signal: NodeJS.Signals | null): Error {
    const lines = readFileSync(this.logFile(name), 'utf8').trim().split('\n')
    const tail = lines.slice(-5).join('\n  ').trim()
    const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`
    return new Error(`The ${name} ${how}; its log is ${this.logFile(name)}${tail ? `:\n  ${tail}` : '.'}`)
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  signalGroup(child, 'SIGTERM')
  const insist = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS)
  await exited
  clearTimeout(insist)
  signalGroup(child, 'SIGKILL')
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal)
  } catch {
    // The whole group has ended already.
  }
}
