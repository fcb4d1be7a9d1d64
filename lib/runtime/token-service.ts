import { once } from 'node:events'
import path from 'node:path'
import { disconnect } from '@/lib/db'
import { nameStatements } from '@/lib/db/statement'
import { completeSettings, env, settings } from '@/lib/env'
import { log } from '@/lib/log'
import { openService } from '@/lib/oauth/open-service'
import { closeTokenService, createTokenService } from '@/lib/oauth/token-service'
import { flushUses } from '@/lib/oauth/use-recorder'
import { isDatabaseReachable } from '@/lib/queries/is-database-reachable'
import { installationSecret } from '@/lib/runtime/installation-secret'
import { findRunningPostgres } from '@/lib/runtime/postgres-connection'
import { checkPort, listenAddress } from '@/lib/runtime/preflight'

const GRACE_MS = 5_000
/** Often enough that a connection stays open, by whose name others see that this runs. */
const HEARTBEAT_MS = 5_000
const APPLICATION_NAME = 'remit-token-service'

/** What `npm run token-service` runs: the token service, any number of times against one database, until SIGINT or
 *  SIGTERM; requests under way are answered first. */
async function main(): Promise<void> {
  await joinRunningDatabase()
  const { REMIT_TOKEN_URL, REMIT_URL, TOKEN_PORT } = env()
  await checkPort('TOKEN_PORT', TOKEN_PORT, listenAddress(REMIT_TOKEN_URL))
  nameStatements(APPLICATION_NAME)
  const secret = await installationSecret()
  const service = await openService({ issuer: REMIT_TOKEN_URL, remitUrl: REMIT_URL, secret })
  const server = createTokenService(service).listen(TOKEN_PORT, listenAddress(REMIT_TOKEN_URL))
  await once(server, 'listening')
  log.info({ port: TOKEN_PORT, issuer: REMIT_TOKEN_URL }, 'token service started')
  const heartbeat = setInterval(() => void isDatabaseReachable(), HEARTBEAT_MS)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  clearInterval(heartbeat)
  await closeTokenService(server, GRACE_MS)
  await flushUses()
  await disconnect()
}

/** Without DATABASE_URL, another instance beside a running `npm start` uses its embedded Postgres. */
async function joinRunningDatabase(): Promise<void> {
  if (settings().DATABASE_URL) return
  const url = await findRunningPostgres(path.join(settings().REMIT_HOME, 'postgres'))
  if (url) completeSettings({ DATABASE_URL: url })
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  },
)
