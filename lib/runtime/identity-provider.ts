import { settings } from '@/lib/env'
import { identityProviderKeys } from '@/lib/runtime/identity-provider-keys'
import { startLocalIdentityProvider } from '@/lib/runtime/local-identity-provider'

/** The process of the local identity provider; its one argument is the port. */
async function main(port: number): Promise<void> {
  const { REMIT_HOME, REMIT_URL } = settings()
  const server = await startLocalIdentityProvider({
    port,
    remitUrl: REMIT_URL,
    keys: await identityProviderKeys(REMIT_HOME),
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close(() => process.exit(0)))
}

main(Number(process.argv[2])).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
