import { tokenServiceAddress } from '@/lib/auth/token-service-address'
import type { Context } from '@/lib/domain/context'
import { type TokenCall, tokenCalls } from '@/lib/domain/token-call'
import { askedDetails, chosenTarget, type TryItRequest, tryItRequest } from '@/lib/domain/try-it'
import { fromWallClock } from '@/lib/format'
import { getTryItTerms } from '@/lib/queries/get-try-it-terms'
import { listClients } from '@/lib/queries/list-clients'
import { simulateIssuance } from '@/lib/queries/simulate-issuance'
import { pageZone } from '../../../page-zone'
import type { SearchParams } from '../../../sessions/search-params'

const WALL_CLOCK = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/

/** What was chosen, its time by the organisation's clock; a page that was just opened proves a key where the grant wants one. */
function choose({ at, ...params }: SearchParams, requiresDpop: boolean, zone: string) {
  const moment = typeof at === 'string' && WALL_CLOCK.test(at) ? fromWallClock(at, zone).toISOString() : at
  const request = tryItRequest.parse({ ...params, at: moment })
  return { ...request, isDpopBound: request.asked ? request.dpop !== undefined : requiresDpop }
}

/** The client that would ask: the newest of the actor's that is not disabled. */
async function findClient(ctx: Context, identity: string) {
  const { rows } = await listClients(ctx, { identity, limit: 50 })
  return rows.find(({ status, systems }) => status === 'active' && systems.length === 0) ?? null
}

function simulate(ctx: Context, grantId: string, system: string | undefined, request: TryItRequest, dpop: boolean) {
  const { at, scope, ttl } = request
  const details = askedDetails(request)
  return simulateIssuance(ctx, {
    grantId,
    at: at ?? ctx.now,
    systemId: system,
    permissions: scope.length > 0 ? scope : undefined,
    ttlSeconds: ttl,
    authorizationDetails: details.length > 0 ? details : undefined,
    isDpopBound: dpop,
  })
}

/** Everything on the page that tries a grant out: what may be chosen, what was, what the checks say of it, and the calls
 *  that would ask for it. Errors: `not_found`. */
export async function readTrial(ctx: Context, id: string, params: SearchParams) {
  const terms = await getTryItTerms(ctx, id)
  const request = choose(params, terms.requiresDpop, await pageZone())
  const target = chosenTarget(terms, request)
  const [client, outcome] = await Promise.all([
    findClient(ctx, terms.actor.id),
    simulate(ctx, id, target?.system.id, request, request.isDpopBound),
  ])
  const tokenUrl = `${tokenServiceAddress()}/token`
  const { requiresSessionApproval, principal } = terms
  const callTerms = { tokenUrl, grantId: id, client, principalKind: principal.kind, requiresSessionApproval }
  const { scope: permissions, ttl: ttlSeconds = null, isDpopBound } = request
  const wish = { permissions, ttlSeconds, isDpopBound, authorizationDetails: askedDetails(request) }
  const calls: TokenCall[] = tokenCalls({ ...callTerms, target: target?.target ?? null }, wish)
  return { terms, request, target, client, outcome, calls }
}
export type Trial = Awaited<ReturnType<typeof readTrial>>
