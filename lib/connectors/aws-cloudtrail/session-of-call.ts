import { lastName, parseArn, roleKey } from '@/lib/connectors/aws-cloudtrail/arn'
import { parseAwsTime } from '@/lib/connectors/aws-cloudtrail/aws-time'
import type { CloudTrailEvent } from '@/lib/connectors/aws-cloudtrail/cloudtrail-event'
import {
  accountSystem,
  federatedIdentity,
  federatedUser,
  identifyCaller,
  roleIdentity,
  serviceIdentity,
  UNKNOWN_CALLER,
} from '@/lib/connectors/aws-cloudtrail/identify-caller'
import { objectOf, textOf } from '@/lib/connectors/aws-cloudtrail/json-value'
import type { IdentityRef, SessionRef } from '@/lib/domain/observation'

const CONSOLE_AGENT = /console|signin|aws-internal|^\[?mozilla|AWS Internal|cloudshell|^\[AWSCloudTrail/i

/** Answers which delegated session a call was made in; null for calls under long-lived keys, by AWS itself, by nobody
 *  named, and for an IAM user's own console session, in which nobody acts for another. Calls of one session get one
 *  object: a log names each session thousands of times. */
export function createSessionReader(): (event: CloudTrailEvent) => SessionRef | null {
  const known = new Map<unknown, KnownCall[]>()
  return (event) => {
    const { identity } = event
    if (!SESSION_TYPES.has(identity.type as string)) return null
    const began = objectOf(objectOf(identity.sessionContext).attributes).creationDate
    if (!began) return sessionOf(event)
    const { accessKeyId, arn, invokedBy } = identity
    const call = { arn, began, invokedBy, isFromConsole: isFromConsole(event) }
    const ofKey = known.get(accessKeyId) ?? []
    const found = ofKey.find((each) => isAlike(each, call))
    if (found) return found.session
    if (known.size >= MAX_KNOWN) known.clear()
    const session = sessionOf(event)
    known.set(accessKeyId, [{ ...call, session }, ...ofKey.slice(0, MAX_OF_KEY - 1)])
    return session
  }
}

/** All that tells the session of a call, besides the key it was made with. */
type Call = { arn: unknown; began: unknown; invokedBy: unknown; isFromConsole: boolean }
type KnownCall = Call & { session: SessionRef | null }

function isAlike(one: Call, other: Call): boolean {
  const isOfOne = one.arn === other.arn && one.began === other.began
  return isOfOne && one.invokedBy === other.invokedBy && one.isFromConsole === other.isFromConsole
}

const SESSION_TYPES = new Set(['AssumedRole', 'FederatedUser', 'IAMUser', 'Root'])
const MAX_KNOWN = 5000
/** Redacted logs give one key to many. */
const MAX_OF_KEY = 16

function sessionOf(event: CloudTrailEvent): SessionRef | null {
  switch (event.identity.type) {
    case 'AssumedRole':
      return refOf(event, rolePrincipal(event))
    case 'FederatedUser':
      return refOf(event, federationPrincipal(event))
    default:
      return isTokenOfUser(event) ? refOf(event, identifyCaller(event.identity)) : null
  }
}

const issuerOf = ({ identity }: CloudTrailEvent) => objectOf(objectOf(identity.sessionContext).sessionIssuer)

function rolePrincipal(event: CloudTrailEvent): IdentityRef | null {
  const key = roleKey(textOf(issuerOf(event).arn)) ?? roleKey(textOf(event.identity.arn))
  return key ? roleIdentity(key) : null
}

function federationPrincipal(event: CloudTrailEvent): IdentityRef {
  const issuer = issuerOf(event)
  return identifyCaller({ type: issuer.type ?? 'IAMUser', ...issuer })
}

/** `GetSessionToken` gives a user temporary keys; so does the console, and so do AWS services that act on the user's
 *  request, but there nobody delegated anything. */
function isTokenOfUser(event: CloudTrailEvent): boolean {
  const isTemporary = textOf(event.identity.accessKeyId)?.startsWith('ASIA') ?? false
  return isTemporary && !event.identity.invokedBy && !isFromConsole(event)
}

function isFromConsole({ raw }: CloudTrailEvent): boolean {
  return String(raw.sessionCredentialFromConsole) === 'true' || CONSOLE_AGENT.test(textOf(raw.userAgent) ?? '')
}

function refOf(event: CloudTrailEvent, principal: IdentityRef | null): SessionRef | null {
  const { identity, at } = event
  const context = objectOf(identity.sessionContext)
  const sessionArn = textOf(identity.arn)
  const issuedAt = parseAwsTime(textOf(objectOf(context.attributes).creationDate))
  const externalId = ownKey(event, issuedAt !== null && sessionArn !== null)
  const accountId = textOf(identity.accountId) ?? parseArn(sessionArn)?.accountId
  if (!principal || !accountId || (!externalId && (!sessionArn || issuedAt === null))) return null
  return {
    externalId,
    sessionArn,
    issuedAt: issuedAt ?? at,
    isIssueTimeKnown: issuedAt !== null,
    name: sessionArn ? lastName(sessionArn) : null,
    principal,
    system: accountSystem(accountId),
    sourceIdentity: textOf(context.sourceIdentity),
    likelyActor: likelyActor(event, principal),
  }
}

/** The session's own key. Where an AWS service or the console acts on, the record has a key derived from it, which names
 *  no session: the session's ARN and time of issue do. */
function ownKey(event: CloudTrailEvent, isNamedOtherwise: boolean): string | null {
  const isDerived = Boolean(event.identity.invokedBy) || isFromConsole(event)
  return isDerived && isNamedOtherwise ? null : textOf(event.identity.accessKeyId)
}

function likelyActor(event: CloudTrailEvent, principal: IdentityRef): IdentityRef {
  const { identity } = event
  const arn = textOf(identity.arn)
  if (identity.type === 'FederatedUser' && arn) return federatedUser(arn)
  if (identity.type !== 'AssumedRole') return principal
  const name = lastName(textOf(identity.arn) ?? '')
  const context = objectOf(identity.sessionContext)
  const service = /aws-service-role\/([^/]+)\//.exec(textOf(issuerOf(event).arn) ?? '')?.[1]
  if (service) return serviceIdentity(service)
  if (context.ec2RoleDelivery || /^i-[0-9a-f]{8,17}$/.test(name)) return serviceIdentity('ec2.amazonaws.com')
  if (principal.name.startsWith('AWSReservedSSO_') && name) return federatedIdentity('identity-center', name)
  const provider = textOf(objectOf(context.webIdFederationData).federatedProvider)
  return provider ? federatedIdentity(provider, null) : UNKNOWN_CALLER
}
