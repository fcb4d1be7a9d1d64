import { hash, timingSafeEqual } from 'node:crypto'
import type { ClientForAuthentication } from '@/lib/queries/find-client-for-authentication'

/** Compared with where there is no client, so that an unknown one takes as long as a wrong secret. */
const NOBODYS = [{ sha256: '00'.repeat(32), expiresAt: new Date(0).toISOString() }]

/** Whether this is one of the client's live secrets. Secrets are 256 random bits, so a plain digest keeps them; how much
 *  of one is right does not show in the time this takes. */
export function matchesSecret(client: ClientForAuthentication | null, secret: string, now: Date): boolean {
  const given = hash('sha256', secret, 'buffer')
  const isMatch = ({ sha256, expiresAt }: ClientForAuthentication['secrets'][number]) => {
    const isEqual = timingSafeEqual(given, Buffer.from(sha256, 'hex'))
    return isEqual && (expiresAt === null || new Date(expiresAt) > now)
  }
  return (client?.secrets ?? NOBODYS).filter(isMatch).length > 0
}
