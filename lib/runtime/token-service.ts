import '@/lib/runtime/check-node'
import { once } from 'node:events'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { installationSecret } from '@/lib/runtime/installation-secret'
import { onEndSignal } from '@/lib/runtime/on-end-signal'
import { checkPort, listenAddress } from '@/lib/runtime/preflight'
import { prepareProcess } from '@/lib/runtime/prepare-process'

const GRACE_MS = 5_000
/** Often enough that a connection stays open, by whose name others see that this runs. */
const HEARTBEAT_MS = 5_000
const APPLICATION_NAME = 'remit-token-service'

/** What `npm run token-service` runs: the token service, any number of times against one database, until SIGINT or
 *  SIGTERM; requests under way are answered first. */
async function main(): Promise<void> {
  await prepareProcess()
  const { REMIT_TOKEN_URL, REMIT_URL, TOKEN_PORT } = env()
  await checkPort('TOKEN_PORT', TOKEN_PORT, listenAddress(REMIT_TOKEN_URL))
  const [{ openService }, { closeTokenService, createTokenService }, { flushUses }, { isDatabaseReachable }, database] =
    await importService()
  database.nameStatements(APPLICATION_NAME)
  const secret = await installationSecret()
  const service = await openService({ issuer: REMIT_TOKEN_URL, remitUrl: REMIT_URL, secret })
  const server = createTokenService(service).listen(TOKEN_PORT, listenAddress(REMIT_TOKEN_URL))
  await once(server, 'listening')
  log.info({ port: TOKEN_PORT, issuer: REMIT_TOKEN_URL }, 'token service started')
  const heartbeat = setInterval(() => void isDatabaseReachable(), HEARTBEAT_MS)
  await new Promise<void>((end) => onEndSignal(end))
  clearInterval(heartbeat)
  await closeTokenService(server, GRACE_MS)
  await flushUses()
  await database.disconnect()
}

/** Not before the database's client is there: it may have to be made first. */
function importService() {
  return Promise.all([
    import('@/lib/oauth/open-service'),
    import('@/lib/oauth/token-service'),
    import('@/lib/oauth/use-recorder'),
    import('@/lib/queries/is-database-reachable'),
    Promise.all([import('@/lib/db'), import('@/lib/db/statement')]).then(([{ disconnect }, { nameStatements }]) => ({
      disconnect,
      nameStatements,
    })),
  ])
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  },
)
