import {
  AUTHORIZATION_DETAILS_TYPES,
  type AuthorizationDetail,
  type AuthorizationDetailType,
  coversName,
  namesOf,
} from '@/lib/domain/authorization-details'
import type { IssuableTarget, ParentSession } from '@/lib/domain/issuance'

/** Some names, for some actions (absent = all that the scope says). */
type Piece = { names: readonly string[]; actions: readonly string[] | undefined }

/** What may be reached of one type on one system. `pieces` null = it is not limited there; [] = nothing is left. */
type Limit = { target: IssuableTarget; type: AuthorizationDetailType; pieces: Piece[] | null }

/** How a system is called in a token: by its URI (RFC 8707), else by its key. */
export function nameOfTarget({ resourceUri, systemKey }: IssuableTarget): string {
  return resourceUri ?? systemKey
}

const isAt = ({ locations }: AuthorizationDetail, { resourceUri, systemKey }: IssuableTarget) =>
  locations === undefined || locations.some((location) => location === resourceUri || location === systemKey)

function intersectNames(a: readonly string[], b: readonly string[]): string[] {
  const within = (these: readonly string[], those: readonly string[]) =>
    these.filter((name) => those.some((other) => coversName(other, name)))
  return [...new Set([...within(a, b), ...within(b, a)])]
}

function intersectPieces(a: Piece[] | null, b: Piece[] | null): Piece[] | null {
  if (a === null || b === null) return a ?? b
  const pairs = a.flatMap((one) => b.map((other) => ({ one, other })))
  return pairs.flatMap(({ one, other }) => {
    const names = intersectNames(one.names, other.names)
    const common = one.actions?.filter((action) => other.actions?.includes(action) ?? true)
    const actions = common ?? other.actions
    return names.length === 0 || actions?.length === 0 ? [] : { names, actions }
  })
}

function piecesOfGrant({ tenants, resources }: IssuableTarget, type: AuthorizationDetailType): Piece[] | null {
  const names = type === 'tenant_access' ? tenants : resources
  return names.length === 0 ? null : [{ names, actions: undefined }]
}

function piecesOfParent(parent: ParentSession | null, target: IssuableTarget, type: AuthorizationDetailType) {
  const held = parent?.authorizationDetails.filter((detail) => detail.type === type && isAt(detail, target)) ?? []
  return held.length === 0 ? null : held.map((detail) => ({ names: namesOf(detail), actions: detail.actions }))
}

/** What grant and parent leave of each type on each system. */
function limitsOn(targets: readonly IssuableTarget[], parent: ParentSession | null): Limit[] {
  return targets.flatMap((target) =>
    AUTHORIZATION_DETAILS_TYPES.map((type) => {
      const pieces = intersectPieces(piecesOfGrant(target, type), piecesOfParent(parent, target, type))
      return { target, type, pieces }
    }),
  )
}

const allows = ({ names, actions }: Piece, name: string, asked: readonly string[] | undefined) =>
  names.some((each) => coversName(each, name)) &&
  (actions === undefined || (asked?.every((action) => actions.includes(action)) ?? false))

function toDetail({ type, target }: Limit, { names, actions }: Piece): AuthorizationDetail {
  const common = { locations: [nameOfTarget(target)], ...(actions && { actions: [...actions] }) }
  return type === 'tenant_access'
    ? { type, ...common, tenants: [...names] }
    : { type, ...common, identifiers: [...names] }
}

const describePieces = (pieces: readonly Piece[]) =>
  pieces
    .map(({ names, actions }) => `${names.slice(0, 20).join(', ')}${actions ? ` (only ${actions.join(', ')})` : ''}`)
    .join('; ') || 'nothing'

/** What stands against one object that was asked for; null where nothing does. */
function faultOf(detail: AuthorizationDetail, limits: readonly Limit[], permissions: readonly string[]): string | null {
  const targets = limits.map(({ target }) => target)
  const nowhere = detail.locations?.find(
    (location) => !targets.some((one) => isAt({ ...detail, locations: [location] }, one)),
  )
  if (nowhere !== undefined) return `The location ${nowhere} is none of the systems asked for.`
  const action = detail.actions?.find((each) => !permissions.includes(each))
  if (action !== undefined) return `The action ${action} is none of the permissions asked for.`
  for (const { target, type, pieces } of limits) {
    if (pieces === null || type !== detail.type || !isAt(detail, target)) continue
    const outside = namesOf(detail).find((name) => !pieces.some((piece) => allows(piece, name, detail.actions)))
    if (outside === undefined) continue
    return `${outside} is outside what may be reached on ${nameOfTarget(target)}; allowed: ${describePieces(pieces)}.`
  }
  return null
}

type Asked = {
  targets: readonly IssuableTarget[]
  parent: ParentSession | null
  asked: readonly AuthorizationDetail[] | null
  permissions: readonly string[]
}

/** What a session may reach: what was asked for, held against grant and parent, and wherever these limit something that
 *  was not asked about, all that they allow there. `faults` says what lies outside. */
export function settleDetails({ targets, parent, asked, permissions }: Asked) {
  const limits = limitsOn(targets, parent)
  const wanted = asked ?? []
  const faults = wanted.flatMap((detail) => faultOf(detail, limits, permissions) ?? [])
  const open = limits.filter(({ type, target }) => !wanted.some((each) => each.type === type && isAt(each, target)))
  const closed = open.filter(({ pieces }) => pieces?.length === 0)
  faults.push(
    ...closed.map(
      ({ type, target }) => `Grant and parent session have no ${type} in common on ${nameOfTarget(target)}.`,
    ),
  )
  const filled = open.flatMap((limit) => limit.pieces?.map((piece) => toDetail(limit, piece)) ?? [])
  return { faults, details: [...wanted, ...filled], isLimited: limits.some(({ pieces }) => pieces !== null) }
}
