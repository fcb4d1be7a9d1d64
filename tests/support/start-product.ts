import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** `npm start` in a data folder of its own, which is removed afterwards. PORT, TOKEN_PORT and REMIT_URL come from outside. */
const home = mkdtempSync(path.join(tmpdir(), 'remit-e2e-'))
chmodSync(home, 0o755)

const settings = { ...process.env, REMIT_HOME: home }
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
