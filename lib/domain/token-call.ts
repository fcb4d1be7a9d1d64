import type { AuthorizationDetail } from '@/lib/domain/authorization-details'
import type { AuthMethod } from '@/lib/domain/client'
import type { IdentityKind } from '@/lib/domain/identity'

/** What a client has to say under a grant whatever it wishes. Ids are public. `target`: the URI or key by which the system
 *  is called; null where the grant has only one. */
export type CallTerms = {
  tokenUrl: string
  grantId: string
  client: { id: string; authMethods: readonly AuthMethod[]; requiresDpop: boolean } | null
  target: { by: 'resource' | 'audience'; name: string } | null
  principalKind: IdentityKind
  requiresSessionApproval: boolean
}

/** What it wishes. `permissions` [] and `ttlSeconds` null: all, and as long as allowed. */
export type CallWish = {
  permissions: readonly string[]
  ttlSeconds: number | null
  authorizationDetails: readonly AuthorizationDetail[]
  isDpopBound: boolean
}

/** One call to the token endpoint, as typed into a shell. `needs`: the variables in it, and what each has to hold. */
export type TokenCall = { title: string; words: string; command: string; needs: { name: string; what: string }[] }

/** How the lifetime is asked for, in seconds: a parameter of our own (RFC 6749 §8.2). */
export const LIFETIME_PARAMETER = 'ttl'

const PREFERRED: readonly AuthMethod[] = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'federated']
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const NEEDS: Record<string, string> = {
  CLIENT_ID: 'the id of a client of this actor, which an admin makes on its page',
  CLIENT_SECRET: 'its secret, shown once when it was made',
  CLIENT_ASSERTION: 'a JWT signed with its private key: iss and sub its id, aud the token service',
  ID_TOKEN: 'an ID token of the trusted issuer that it is federated with',
  SUBJECT_TOKEN: 'a token of the principal: of a trusted issuer, or of a session that Remit issued',
  DPOP_PROOF: 'a DPoP proof for this call, signed with the key that the session is to be bound to',
  SESSION_REQUEST: 'session_request of the first answer (apr_…)',
}

type Parameter = [name: string, value: string]

/** A word of a shell: as it is where that is safe, in double quotes where it names a variable, else in single ones. */
function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text
  if (/^[\w@%+=:,./-]*\$[A-Z_]+$/.test(text)) return `"${text}"`
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function proveClient({ client }: CallTerms): { options: string[]; parameters: Parameter[] } {
  const id = client?.id ?? '$CLIENT_ID'
  const method = PREFERRED.find((each) => client?.authMethods.includes(each)) ?? 'client_secret_basic'
  if (method === 'client_secret_basic') return { options: [`-u "${id}:$CLIENT_SECRET"`], parameters: [] }
  if (method === 'client_secret_post') {
    return {
      options: [],
      parameters: [
        ['client_id', id],
        ['client_secret', '$CLIENT_SECRET'],
      ],
    }
  }
  const assertion = method === 'federated' ? '$ID_TOKEN' : '$CLIENT_ASSERTION'
  return {
    options: [],
    parameters: [
      ['client_id', id],
      ['client_assertion_type', ASSERTION_TYPE],
      ['client_assertion', assertion],
    ],
  }
}

function wishParameters({ grantId, target }: CallTerms, wish: CallWish): Parameter[] {
  const { permissions, ttlSeconds, authorizationDetails } = wish
  return [
    ['grant_id', grantId],
    ...(target ? [[target.by, target.name] satisfies Parameter] : []),
    ...(permissions.length > 0 ? [['scope', permissions.join(' ')] satisfies Parameter] : []),
    ...(ttlSeconds === null ? [] : [[LIFETIME_PARAMETER, String(ttlSeconds)] satisfies Parameter]),
    ...(authorizationDetails.length > 0
      ? [['authorization_details', JSON.stringify(authorizationDetails)] satisfies Parameter]
      : []),
  ]
}

function commandOf(terms: CallTerms, wish: CallWish, own: Parameter[]): string {
  const { options, parameters } = proveClient(terms)
  const proof = wish.isDpopBound ? ['-H "DPoP: $DPOP_PROOF"'] : []
  const fields = [...own, ...parameters, ...wishParameters(terms, wish)]
  const data = fields.map(([name, value]) => `--data-urlencode ${shellWord(`${name}=${value}`)}`)
  return [`curl -sS ${shellWord(terms.tokenUrl)}`, ...options, ...proof, ...data].join(' \\\n  ')
}

const needsOf = (command: string) =>
  Object.entries(NEEDS).flatMap(([name, what]) =>
    new RegExp(`\\$${name}\\b`).test(command) ? [{ name: `$${name}`, what }] : [],
  )

function toCall(title: string, words: string, command: string): TokenCall {
  return { title, words, command, needs: needsOf(command) }
}

const EXCHANGE: Parameter[] = [
  ['grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange'],
  ['subject_token', '$SUBJECT_TOKEN'],
  ['subject_token_type', 'urn:ietf:params:oauth:token-type:id_token'],
]
const CREDENTIALS: Parameter[] = [['grant_type', 'client_credentials']]

/** The calls that ask for a session under a grant: by the client's own right where the principal is no person, by token
 *  exchange (RFC 8693) in any case, and where each session is approved, the same call once more. */
export function tokenCalls(terms: CallTerms, wish: CallWish): TokenCall[] {
  const isForPerson = terms.principalKind === 'human' || terms.principalKind === 'team'
  const bound = { ...wish, isDpopBound: wish.isDpopBound || (terms.client?.requiresDpop ?? false) }
  const ways = [
    ...(isForPerson
      ? []
      : [{ title: 'Client credentials', own: CREDENTIALS, words: 'The client asks by its own right.' }]),
    { title: 'Token exchange', own: EXCHANGE, words: 'A token of the principal becomes a session of the actor.' },
  ]
  const asks = ways.map(({ title, own, words }) => toCall(title, words, commandOf(terms, bound, own)))
  const [first] = ways
  if (!terms.requiresSessionApproval || !first) return asks
  const again = commandOf(terms, bound, [...first.own, ['session_request', '$SESSION_REQUEST']])
  const words =
    'The first answer is authorization_pending. Once an approver has agreed, the same call with the id of that request yields the token.'
  return [...asks, toCall('Once it is approved', words, again)]
}
