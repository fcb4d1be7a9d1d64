import '@/lib/runtime/check-node'
import { spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { env, settings, signInEnv } from '@/lib/env'
import { ensureDashboard } from '@/lib/runtime/build'
import { checkPort, listenAddress } from '@/lib/runtime/preflight'
import { prepareProcess, recallSecret } from '@/lib/runtime/prepare-process'
import { dashboard, maker } from '@/lib/runtime/programs'
import { projectFolder } from '@/lib/runtime/project-folder'

/** What `npm run dashboard` runs: the dashboard alone, for when the other processes run elsewhere. Built first where it is
 *  not; it ends with this process, however that ends. */
async function main(): Promise<void> {
  await recallSecret()
  const { REMIT_SECRET } = signInEnv()
  const { PORT, REMIT_URL, REMIT_HOME } = settings()
  await checkPort('PORT', PORT, listenAddress(REMIT_URL))
  await prepareProcess()
  await ensureDashboard(makeHere)
  run(dashboard({ DATABASE_URL: env().DATABASE_URL, REMIT_SECRET, REMIT_HOME }, false))
}

function run({ args, env: environment }: ReturnType<typeof dashboard>): void {
  const watch = path.join(projectFolder, 'lib/runtime/end-with-parent.mjs')
  const stdio = ['pipe', 'inherit', 'inherit'] as const
  const child = spawn(process.execPath, ['--import', watch, ...args], {
    ...{ cwd: projectFolder, env: environment },
    stdio: [...stdio],
  })
  let isEnding = false
  const end = () => {
    isEnding = true
    child.kill('SIGTERM')
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  child.once('exit', (code) => process.exit(isEnding ? 0 : (code ?? 1)))
}

async function makeHere(name: string, args: string[]): Promise<void> {
  process.stdout.write('Building the dashboard, once …\n')
  const { status, stderr } = spawnSync(process.execPath, args, {
    ...{ cwd: projectFolder, env: maker(name, args).env, encoding: 'utf8' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status !== 0) throw new Error(`The ${name} failed: ${stderr.trim().split('\n').slice(-5).join('\n  ')}`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})
