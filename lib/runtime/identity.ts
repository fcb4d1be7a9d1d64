import { settings } from '@/lib/env'
import { identityProviderKeys } from '@/lib/runtime/identity-provider-keys'
import { LOCAL_CLIENT_ID, localIssuer } from '@/lib/runtime/local-client'
import { freePort, isPortFree } from '@/lib/runtime/ports'

const USUAL_PORT = 3002

/** How people sign in: the settings of the dashboard, and the local provider's port where that is the one. */
export type Identity = { localPort?: number; environment: Record<string, string> }

/** The identity provider of the settings, else a local one on port 3002 where that is free, else on any other. */
export async function chooseIdentityProvider(): Promise<Identity> {
  const { OIDC_ISSUER, REMIT_HOME, PORT, TOKEN_PORT } = settings()
  if (OIDC_ISSUER) return { environment: {} }
  const isUsable = PORT !== USUAL_PORT && TOKEN_PORT !== USUAL_PORT && (await isPortFree(USUAL_PORT))
  const localPort = isUsable ? USUAL_PORT : await freePort()
  const { clientSecret } = await identityProviderKeys(REMIT_HOME)
  const OIDC = {
    OIDC_ISSUER: localIssuer(localPort),
    OIDC_CLIENT_ID: LOCAL_CLIENT_ID,
    OIDC_CLIENT_SECRET: clientSecret,
  }
  return { localPort, environment: OIDC }
}
