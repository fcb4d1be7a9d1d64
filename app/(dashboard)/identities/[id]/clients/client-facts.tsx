import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { AuthMethod } from '@/lib/domain/client'
import type { ClientRow, IssuerRow } from '@/lib/domain/client-row'
import { takesSecret } from '@/lib/domain/client-terms'
import { plural } from '@/lib/format'
import { FederationLine } from './federation-line'
import { SecretLine } from './secret-line'

/** `issuers` null: the reader manages no clients. `issuer` is the token service's own address. */
export type ClientItemProps = { client: ClientRow; now: Date; issuers: IssuerRow[] | null; issuer: string }

const METHODS: Record<AuthMethod, string> = {
  client_secret_basic: 'secret in the header',
  client_secret_post: 'secret in the body',
  private_key_jwt: 'private key',
  federated: 'ID token of its platform',
}

function keysOf({ authMethods, keys, jwksUri }: ClientRow): ReactNode {
  if (!authMethods.includes('private_key_jwt')) return null
  return jwksUri ? <span className="code break-all">{jwksUri}</span> : plural(keys, 'public key')
}

function Systems({ systems }: { systems: ClientRow['systems'] }) {
  return systems.map(({ id, name }, index) => (
    <span key={id}>
      {index > 0 ? ', ' : ''}
      <Link href={`/systems/${id}`} className="hover:underline">
        {name}
      </Link>
    </span>
  ))
}

function secretsOf({ client, now, issuers }: ClientItemProps): ReactNode {
  if (!takesSecret(client.authMethods)) return null
  if (client.secrets.length === 0) return <span className="text-danger-fg">none: it cannot authenticate with one</span>
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      {client.secrets.map((secret) => (
        <SecretLine key={secret.id} client={client} secret={secret} now={now} canManage={issuers !== null} />
      ))}
    </span>
  )
}

function federationsOf({ client, issuers }: ClientItemProps): ReactNode {
  const { federations, authMethods } = client
  if (federations.length > 0) {
    return federations.map((federation) => (
      <FederationLine key={federation.id} client={client} federation={federation} canManage={issuers !== null} />
    ))
  }
  return authMethods.includes('federated') ? (
    <span className="text-danger-fg">no conditions yet: no token is taken</span>
  ) : null
}

function usedOf({ client, now }: ClientItemProps): ReactNode {
  return (
    <>
      <RelativeTime at={client.lastUsedAt} now={now} />
      <span className="text-fg-3">, </span>
      <Link href={`/sessions?identity=${client.identity.id}`} className="hover:underline">
        {plural(client.liveSessions, 'live session')}
      </Link>
    </>
  )
}

function factsOf(props: ClientItemProps): Record<string, ReactNode> {
  const { authMethods, systems, scopes, signingAlg, requiresDpop, requestsPerMinute } = props.client
  return {
    Authenticates: authMethods.map((method) => METHODS[method]).join(', '),
    Secrets: secretsOf(props),
    Keys: keysOf(props.client),
    Federation: federationsOf(props),
    Checks: systems.length > 0 ? <Systems systems={systems} /> : null,
    'At most': scopes.length > 0 ? <span className="code break-all">{scopes.join(' ')}</span> : null,
    Tokens: `${signingAlg}${requiresDpop ? ', bound to its key' : ''}`,
    Requests: requestsPerMinute === null ? null : `at most ${requestsPerMinute} a minute`,
    'Last used': usedOf(props),
  }
}

/** How a client proves itself, what it checks and what it may ask for; what does not apply is left out. */
export function ClientFacts(props: ClientItemProps) {
  const facts = Object.entries(factsOf(props)).filter(([, value]) => value !== null)
  return (
    <dl className="mt-1 grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 text-12 max-md:grid-cols-[92px_minmax(0,1fr)]">
      {facts.map(([label, value]) => (
        <div key={label} className="col-span-2 grid grid-cols-subgrid items-baseline py-0.5">
          <dt className="text-fg-3">{label}</dt>
          <dd className="min-w-0 text-fg-2">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
