import path from 'node:path'
import { settings } from '@/lib/env'
import { keepSecret, newSecret } from '@/lib/runtime/keep-secret'

/** REMIT_SECRET, else the one that this installation's data folder keeps, and that is made where there is none. */
export async function installationSecret(): Promise<string> {
  const { REMIT_SECRET, REMIT_HOME } = settings()
  return REMIT_SECRET ?? keepSecret(path.join(REMIT_HOME, 'secret'), newSecret)
}
