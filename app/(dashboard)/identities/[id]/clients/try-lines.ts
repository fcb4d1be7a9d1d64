/** What one types to try a client with a secret, `label` above each line. */
export type TryLine = { label: string; line: string }

type Credentials = { clientId: string; secret: string; issuer: string; checks: boolean }

/** Two lines of curl: one that stands in front of a system asks about a token, any other asks for one and drops it. */
export function tryLines({ clientId, secret, issuer, checks }: Credentials): TryLine[] {
  const as = `curl -u '${clientId}:${secret}'`
  const ask = { label: 'Ask for a session', line: `${as} -d grant_type=client_credentials ${issuer}/token` }
  const about = { label: 'Ask about a token', line: `${as} -d token=TOKEN ${issuer}/introspect` }
  const drop = { label: 'Drop it when done', line: `${as} -d token=TOKEN ${issuer}/revoke` }
  return [ask, checks ? about : drop]
}
