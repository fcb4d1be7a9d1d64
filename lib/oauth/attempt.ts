import { recordRefusal } from '@/lib/commands/record-refusal'
import type { AuthenticatedClient } from '@/lib/domain/client'
import type { Context } from '@/lib/domain/context'
import type { Refusal } from '@/lib/domain/issuance'
import type { Asked } from '@/lib/oauth/endpoint'
import { OAuthError, type OAuthErrorCode } from '@/lib/oauth/oauth-error'
import { RefusedSession } from '@/lib/oauth/refused-session'
import { findSystemsByName } from '@/lib/queries/find-systems-by-name'

/** What is known so far of who asks for a session, as UUIDs; each step adds what it finds out. */
export type Attempt = {
  actorId: string
  principalId: string | null
  grantId: string | null
  systemId: string | null
  parentSessionId: string | null
}

/** No refusals: the client is asked to come again. */
const LATER: readonly OAuthErrorCode[] = [
  'authorization_pending',
  'slow_down',
  'temporarily_unavailable',
  'server_error',
]

/** Said of a request, never any of its tokens. */
const TOLD = ['grant_type', 'scope', 'grant_id', 'session_request', 'subject_token_type', 'actor_token_type'] as const
const LONGEST = 500

function describe({ form }: Asked): Record<string, unknown> {
  const texts = TOLD.flatMap((name) => {
    const [value] = form.all(name)
    return value === undefined ? [] : [[name, value.slice(0, LONGEST)]]
  })
  const names = (name: string) =>
    form
      .all(name)
      .slice(0, 20)
      .map((value) => value.slice(0, LONGEST))
  const [ttlSeconds] = form.all('ttl')
  const [details] = form.all('authorization_details')
  return {
    ...Object.fromEntries(texts),
    resource: names('resource'),
    audience: names('audience'),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds: ttlSeconds.slice(0, 20) }),
    ...(details === undefined ? {} : { authorizationDetails: details.slice(0, LONGEST) }),
  }
}

export function startAttempt(client: AuthenticatedClient): Attempt {
  return { actorId: client.identityId, principalId: null, grantId: null, systemId: null, parentSessionId: null }
}

function refusalsIn(error: unknown): readonly Refusal[] | null {
  if (error instanceof RefusedSession) return error.refusals
  if (!(error instanceof OAuthError) || LATER.includes(error.code)) return null
  return [{ code: error.code, message: error.message }]
}

async function findFirstSystem(ctx: Context, { form }: Asked): Promise<string | null> {
  const [first] = await findSystemsByName(ctx, [...form.all('resource'), ...form.all('audience')].slice(0, 20))
  return first ?? null
}

/** Answers as `run` does; where it refuses, that is on record before the client hears of it. */
export async function recordingRefusals<T>(
  ctx: Context,
  asked: Asked,
  client: AuthenticatedClient,
  run: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const attempt = startAttempt(client)
  try {
    return await run(attempt)
  } catch (error) {
    const refusals = refusalsIn(error)
    if (!refusals) throw error
    const systemId = attempt.systemId ?? (await findFirstSystem(ctx, asked))
    const requested = describe(asked)
    await recordRefusal(ctx, { ...attempt, systemId, clientId: client.id, requested, refusals: [...refusals] })
    throw error
  }
}
