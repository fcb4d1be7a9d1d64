import type { Context } from '@/lib/domain/context'
import { log } from '@/lib/log'
import { recordingRefusals } from '@/lib/oauth/attempt'
import { authenticateClient } from '@/lib/oauth/authenticate-client'
import { readClientCredentials } from '@/lib/oauth/client-credentials'
import { checkDpopProof } from '@/lib/oauth/dpop-proof'
import type { Asked, Endpoint, Reply } from '@/lib/oauth/endpoint'
import { issueToken } from '@/lib/oauth/issue-token'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { readExchange } from '@/lib/oauth/token-exchange'
import type { ReadParties, TokenAsk } from '@/lib/oauth/token-parties'
import { readTokenRequest } from '@/lib/oauth/token-request'

/** Metadata `grant_types_supported` (RFC 8414 §2), each with how it finds out who asks for whom. */
const GRANT_TYPES: ReadonlyMap<string, ReadParties> = new Map([
  ['urn:ietf:params:oauth:grant-type:token-exchange', readExchange],
  ['client_credentials', readClientCredentials],
])

/** Parameters that may be sent more than once (RFC 8693 §2.1). */
const REPEATABLE: ReadonlySet<string> = new Set(['resource', 'audience'])

/** RFC 6749 §5.2: a grant type that is none of ours. */
function grantType(type: string): ReadParties {
  const known = GRANT_TYPES.get(type)
  if (known) return known
  const supported = [...GRANT_TYPES.keys()].join(', ')
  throw new OAuthError('unsupported_grant_type', `Supported: ${supported}.`)
}

/** The checks of a token request by a client that has proved itself, in order. */
async function answer(ask: TokenAsk): Promise<Reply> {
  const { form } = ask.asked
  form.refuseRepeated(REPEATABLE)
  const readParties = grantType(form.get('grant_type'))
  const request = readTokenRequest(form)
  const jkt = await checkDpopProof(ask.asked)
  const parties = await readParties(ask)
  return issueToken(ask, { parties, request, jkt })
}

/** Whoever did not prove itself is nobody, so that there is no attempt of anybody to record: the log has it. */
function tellOfStranger({ form, headers }: Asked, error: unknown): never {
  if (error instanceof OAuthError && error.code === 'invalid_client') {
    const clientId = form.all('client_id')[0]?.slice(0, 100)
    log.warn({ clientId, forwardedFor: headers['x-forwarded-for'] }, 'a client did not prove itself at /token')
  }
  throw error
}

/** `POST /token` (RFC 6749 §3.2, RFC 8693 §2): a bounded session for the client, on record before it is answered; every
 *  refusal is on record too. */
export const tokenEndpoint: Endpoint = async (asked) => {
  const client = await authenticateClient(asked).catch((error: unknown) => tellOfStranger(asked, error))
  const actor = { kind: 'client', clientId: client.id, name: client.name } as const
  const ctx: Context = { orgId: client.orgId, actor, now: asked.now }
  return recordingRefusals(ctx, asked, client, (attempt) => answer({ asked, ctx, client, attempt }))
}
