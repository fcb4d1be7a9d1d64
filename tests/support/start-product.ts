import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'

/** `npm start` in a data folder of its own, which is removed afterwards. REMIT_HOME, PORT, TOKEN_PORT and REMIT_URL come
 *  from outside. */
const home = process.env.REMIT_HOME ?? ''
mkdirSync(home, { mode: 0o755 })

const settings = { ...process.env }
for (const name of ['DATABASE_URL', 'DATABASE_REPLICA_URL', 'OIDC_ISSUER']) Reflect.deleteProperty(settings, name)

const product = spawn(process.execPath, ['--import', 'tsx', 'lib/runtime/start.ts'], {
  stdio: 'inherit',
  env: settings,
})
// Signals go to the whole process group; the product has heard them too, and a second one would hurry it.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => {})
product.once('exit', (code) => {
  rmSync(home, { recursive: true, force: true })
  process.exitCode = code ?? 1
})
