import { attemptPage } from '@/lib/domain/attempt'
import type { Context } from '@/lib/domain/context'
import { findRevocationReceipt } from '@/lib/queries/find-revocation-receipt'
import { findTokenFacts } from '@/lib/queries/find-token-facts'
import { getDelegationChain } from '@/lib/queries/get-delegation-chain'
import { getSession } from '@/lib/queries/get-session'
import { getSessionLife } from '@/lib/queries/get-session-life'
import { listAttempts } from '@/lib/queries/list-attempts'
import { listSessionTimeline } from '@/lib/queries/list-session-timeline'
import { listSessionUses, sessionUsesRequest } from '@/lib/queries/list-session-uses'

/** Everything that the page of one delegated session shows, asked for at once. Errors: `not_found`. */
export async function readSessionPage(ctx: Context, id: string, query: Record<string, string | undefined>) {
  const [session, life, chain, uses, timeline, receipt, token, attempts] = await Promise.all([
    getSession(ctx, id),
    getSessionLife(ctx, id),
    getDelegationChain(ctx, id),
    listSessionUses(ctx, id, sessionUsesRequest.parse(query)),
    listSessionTimeline(ctx, id),
    findRevocationReceipt(ctx, id),
    findTokenFacts(ctx, id),
    listAttempts(ctx, { kind: 'session', id }, attemptPage.parse(query)),
  ])
  return { session, life, chain, uses, timeline, receipt, token, attempts }
}
