import type { SigningAlg } from '@/lib/domain/client'

/** What the dialog for a new client holds. `secret`, `key` and `federated`: how it proves itself. */
export type ClientForm = {
  name: string
  secret: boolean
  key: boolean
  federated: boolean
  jwks: string
  jwksUri: string
  systems: string[]
  scopes: string
  signingAlg: SigningAlg
  requiresDpop: boolean
}

export const emptyForm = (name: string): ClientForm => ({
  ...{ name, secret: true, key: false, federated: false, jwks: '', jwksUri: '' },
  ...{ systems: [], scopes: '', signingAlg: 'ES256', requiresDpop: false },
})

/** The keys as JSON; undefined where none were pasted, and null where what was pasted is no JSON. */
function readKeys(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What `createClient` takes, or what is wrong with the form. */
export function readForm(identity: string, form: ClientForm) {
  const { name, secret, key, federated, systems, signingAlg, requiresDpop } = form
  const authMethods = [
    ...(secret ? (['client_secret_basic', 'client_secret_post'] as const) : []),
    ...(key ? (['private_key_jwt'] as const) : []),
    ...(federated ? (['federated'] as const) : []),
  ]
  const jwks = key ? readKeys(form.jwks) : undefined
  if (jwks === null) return { fault: 'The keys are no JSON.' }
  if (key && jwks === undefined && !form.jwksUri) return { fault: 'Paste the public keys, or say where they are.' }
  if (authMethods.length === 0) return { fault: 'Choose at least one way to authenticate.' }
  const scopes = form.scopes.split(/[\s,]+/).filter(Boolean)
  const jwksUri = key && form.jwksUri ? form.jwksUri : null
  return { input: { identity, name, authMethods, jwks, jwksUri, systems, scopes, signingAlg, requiresDpop } }
}
