import { spawn } from 'node:child_process'
import { env, signInEnv } from '@/lib/env'
import { dashboard } from '@/lib/runtime/programs'
import { projectFolder } from '@/lib/runtime/project-folder'

/** What `npm run dashboard` runs: the built dashboard alone, for when the other processes run elsewhere. */
function main(): void {
  signInEnv()
  const { args, env: environment } = dashboard({ DATABASE_URL: env().DATABASE_URL }, false)
  const child = spawn(process.execPath, args, { cwd: projectFolder, env: environment, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.once('exit', (code) => process.exit(code ?? 1))
}

try {
  main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
