import { completeSession } from '@/lib/commands/complete-session'
import { authenticateClient } from '@/lib/oauth/authenticate-client'
import { contextOf } from '@/lib/oauth/check-token'
import type { Endpoint, Reply } from '@/lib/oauth/endpoint'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { findTokenOfAnyone } from '@/lib/oauth/presented-token'

/** RFC 7009 §2.2: also for what is unknown or over already. Clients take no 204 for it. */
const DONE: Reply = { status: 200 }

/** A client gives back a token of its own, which ends its session and all that came of it (RFC 7009). There is one kind of
 *  token, so that `token_type_hint` decides nothing. */
export const revoke: Endpoint = async (asked) => {
  const token = asked.form.find('token')
  const [client, presented] = await Promise.all([
    authenticateClient(asked),
    token === undefined ? null : findTokenOfAnyone(asked.now, token),
  ])
  asked.form.get('token')
  const ctx = contextOf(client, asked.now)
  if (presented?.session.orgId !== ctx.orgId) return DONE
  if (presented.session.clientId !== client.id) {
    throw new OAuthError('invalid_request', 'The token was issued to another client.')
  }
  await completeSession(ctx, { sessionId: presented.session.id })
  return DONE
}
