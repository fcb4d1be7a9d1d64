import Provider from 'oidc-provider'

/** The peer that introspection is held against: oidc-provider with everything in memory, in one process.
 *  Arguments: the port, and how many tokens to issue; prints them as one JSON line once it listens. */
async function main(port: number, count: number): Promise<void> {
  const issuer = `http://127.0.0.1:${port}`
  const client = { redirect_uris: [], response_types: [], grant_types: ['client_credentials'] }
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'peer', client_secret: 'a'.repeat(43), ...client } as never],
    features: {
      introspection: { enabled: true, allowedPolicy: () => true },
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
    },
    scopes: ['case:read'],
    ttl: { ClientCredentials: 3600 },
  })
  const found = await provider.Client.find('peer')
  if (!found) throw new Error('the client is missing')
  const tokens: string[] = []
  for (let n = 0; n < count; n++) {
    const token = new provider.ClientCredentials({ client: found, scope: 'case:read' } as never)
    tokens.push(await token.save())
  }
  provider.listen(port, '127.0.0.1', () => console.log(JSON.stringify(tokens)))
}

await main(Number(process.argv[2]), Number(process.argv[3]))
