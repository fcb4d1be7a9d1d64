import { z } from 'zod'
import { API_SCOPES, type ApiScope } from '@/lib/domain/api-scope'

/** What each scope lets a token do, for people who choose. */
export const SCOPE_WORDS: Record<ApiScope, string> = {
  'access:read': 'See grants, sessions, findings, identities, systems, requests and rules',
  'audit:read': 'Read the audit log',
  'requests:write': 'Ask for grants and for changes of them, and withdraw what was asked',
  'approvals:decide': 'Approve, deny, offer something else, close reviews of broken glass',
  'access:revoke': 'Revoke, suspend, lock and drop grants and sessions',
  'findings:write': 'Acknowledge, accept and snooze findings',
  'policies:write': 'Propose other rules; a second person still decides',
  'tickets:write': 'Say that a ticket is closed, which ends what is bound to it',
  'break-glass': 'Take access in an emergency, reviewed afterwards',
  'views:write': 'Save views of lists, and delete one’s own',
}

export const USUAL_TOKEN_DAYS = 90
export const MOST_TOKEN_DAYS = 365

/** `identityId`: the service that it is for; absent = for whoever makes it. */
export const createApiTokenInput = z.object({
  name: z.string().trim().min(1, 'Give it a name: by it you will know which to revoke.').max(100),
  scopes: z.array(z.enum(API_SCOPES)).min(1, 'Choose at least one scope.'),
  days: z.number().int().min(1).max(MOST_TOKEN_DAYS, 'A token lives a year at most.').default(USUAL_TOKEN_DAYS),
  identityId: z.string().nullish(),
})

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SHAPE = /^rmt_[0-9A-Za-z]{32}[0-9A-Za-z]{6}$/

/** CRC-32 (ISO 3309), as in zip files. */
function crc32(text: string): number {
  let crc = 0xffffffff
  for (const character of text) {
    crc ^= character.charCodeAt(0) & 0xff
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

function inBase62(value: number, length: number): string {
  let [rest, digits] = [value, '']
  while (digits.length < length) {
    digits = `${ALPHABET[rest % 62]}${digits}`
    rest = Math.floor(rest / 62)
  }
  return digits
}

/** A token of 32 random bytes (each below 248, so that no digit is likelier than another): `rmt_`, 32 digits of base 62,
 *  and their CRC-32 as six more, by which a scanner for secrets knows one from a word that only looks like it. */
export function spellToken(random: Uint8Array): string {
  const body = `rmt_${Array.from(random.subarray(0, 32), (byte) => ALPHABET[byte % 62]).join('')}`
  return `${body}${inBase62(crc32(body), 6)}`
}

/** Whether this could be a token of ours at all: what is not costs no look-up. */
export function isTokenSpelling(text: string): boolean {
  return SHAPE.test(text) && inBase62(crc32(text.slice(0, -6)), 6) === text.slice(-6)
}

export type TokenState = 'active' | 'expired' | 'revoked'

/** A token as lists show it; never the token itself. `holder`: of a service the identity, else the member. */
export type ApiTokenRow = {
  id: string
  name: string
  hint: string
  holder: { kind: 'member' | 'service'; id: string; name: string }
  scopes: ApiScope[]
  state: TokenState
  createdBy: string
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
}

export function tokenState(token: { expiresAt: Date; revokedAt: Date | null }, now: Date): TokenState {
  if (token.revokedAt) return 'revoked'
  return token.expiresAt <= now ? 'expired' : 'active'
}
