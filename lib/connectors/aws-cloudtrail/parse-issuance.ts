import { lastName, parseArn, roleKey } from '@/lib/connectors/aws-cloudtrail/arn'
import { parseAwsTime } from '@/lib/connectors/aws-cloudtrail/aws-time'
import type { CloudTrailEvent } from '@/lib/connectors/aws-cloudtrail/cloudtrail-event'
import {
  accountSystem,
  federatedUser,
  identifyCaller,
  roleIdentity,
  tagsOf,
} from '@/lib/connectors/aws-cloudtrail/identify-caller'
import {
  type JsonObject,
  listOf,
  numberOf,
  objectOf,
  parseObject,
  textOf,
} from '@/lib/connectors/aws-cloudtrail/json-value'
import type { IdentityRef, ObservedAttempt, ObservedIssuance, SessionRef } from '@/lib/domain/observation'

const METHODS = new Set([
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'GetDelegatedAccessToken',
  'GetFederationToken',
  'GetSessionToken',
])

/** Whether the call asks for a delegated session. IAM Roles Anywhere issues sessions of roles for certificates. */
export function isIssuing({ source, name }: CloudTrailEvent): boolean {
  if (source === 'rolesanywhere.amazonaws.com') return name === 'CreateSession'
  return /^sts\.amazonaws\.com(\.cn)?$/.test(source) && METHODS.has(name)
}

/** What was issued: Roles Anywhere puts it in a list of one. */
function issuedIn({ response }: CloudTrailEvent): JsonObject {
  const [first] = listOf(response.credentialSet)
  return first === undefined ? response : objectOf(first)
}

/** Whose authority is asked for, and the session's name in full where it can be told. */
function wanted(event: CloudTrailEvent): { principal: IdentityRef | null; sessionArn: string | null } {
  const { request, identity, name } = event
  const response = issuedIn(event)
  const callerArn = textOf(identity.arn)
  const user = callerArn ? identifyCaller({ arn: callerArn }) : null
  if (name === 'GetSessionToken') return { principal: user, sessionArn: callerArn }
  if (name === 'GetFederationToken') {
    const account = parseArn(callerArn)
    const told = textOf(objectOf(response.federatedUser).arn)
    const made = account && `arn:${account.partition}:sts::${account.accountId}:federated-user/${textOf(request.name)}`
    return { principal: user, sessionArn: told ?? made ?? null }
  }
  if (name === 'AssumeRoot') {
    const target = textOf(request.targetPrincipal) ?? ''
    const arn = target.startsWith('arn:') ? target : `arn:aws:iam::${target}:root`
    return { principal: identifyCaller({ arn, type: 'Root' }), sessionArn: arn }
  }
  if (name === 'GetDelegatedAccessToken') {
    const arn = textOf(response.assumedPrincipal)
    return { principal: arn ? identifyCaller({ arn }) : null, sessionArn: null }
  }
  return wantedRole(event)
}

function wantedRole(event: CloudTrailEvent) {
  const { request, raw } = event
  const response = issuedIn(event)
  const told = textOf(objectOf(response.assumedRoleUser).arn)
  const denied = /resource: (arn:\S+)/.exec(textOf(raw.errorMessage) ?? '')?.[1] ?? null
  const key = roleKey(textOf(request.roleArn)) ?? roleKey(told) ?? roleKey(denied)
  const role = parseArn(key)
  const sessionName = textOf(request.roleSessionName)
  const made =
    role && key && sessionName
      ? `arn:${role.partition}:sts::${role.accountId}:assumed-role/${lastName(key)}/${sessionName}`
      : null
  return { principal: key ? roleIdentity(key) : null, sessionArn: told ?? made }
}

/** The session that a call brought into being; null when it was refused or does not say for whom. `parent` is the session
 *  the call was made in. */
export function parseIssuance(event: CloudTrailEvent, parent: SessionRef | null): ObservedIssuance | null {
  const { request, at, raw } = event
  const response = issuedIn(event)
  const { principal, sessionArn } = wanted(event)
  const externalId = textOf(objectOf(response.credentials).accessKeyId)
  const accountId = parseArn(principal?.key ?? null)?.accountId
  if (event.errorCode || !principal || !accountId || (!externalId && !sessionArn)) return null
  const actor = actorOf(event)
  return {
    externalId,
    sessionArn,
    issuedAt: at,
    isIssueTimeKnown: true,
    name: textOf(request.roleSessionName) ?? textOf(request.name) ?? (sessionArn && lastName(sessionArn)),
    principal,
    system: accountSystem(accountId),
    sourceIdentity: textOf(response.sourceIdentity) ?? textOf(request.sourceIdentity) ?? parent?.sourceIdentity ?? null,
    likelyActor: actor,
    method: event.name,
    actor,
    parent,
    expiresAt: expiryOf(event),
    sourceAddress: textOf(raw.sourceIPAddress),
    tags: { ...tagsOf(request.incomingTransitiveTags), ...tagsOf(request.principalTags), ...tagsOf(request.tags) },
    transitiveTagKeys: transitiveKeys(request),
    sessionPolicy: sessionPolicy(request),
  }
}

/** Who will act: the caller; of a federation token, the user it is made for. */
function actorOf(event: CloudTrailEvent): IdentityRef {
  const { identity, request, response, name } = event
  const federated = name === 'GetFederationToken' && wanted(event).sessionArn
  if (federated) return federatedUser(federated)
  const subject = textOf(response.subjectArn)
  if (event.name !== 'CreateSession' || !subject) return identifyCaller(identity, { request, response })
  const told = textOf(issuedIn(event).sourceIdentity) ?? lastName(subject)
  return { key: subject, kind: 'workload', name: told, attributes: { type: 'aws-certificate' } }
}

/** A lifetime is expiration − eventTime; `durationSeconds` is there only if it was asked for. An expiration that is not
 *  after the call is a mistake of the log, and says nothing. */
function expiryOf(event: CloudTrailEvent): number | null {
  const { request, at } = event
  const told = parseAwsTime(textOf(objectOf(issuedIn(event).credentials).expiration))
  if (told !== null && told > at) return told
  const seconds = numberOf(request.durationSeconds)
  return seconds !== null && seconds > 0 && seconds <= 129_600 ? at + seconds * 1000 : null
}

/** The keys of tags that go on along the chain: those declared now and those that came in. */
function transitiveKeys(request: JsonObject): string[] {
  const declared = listOf(request.transitiveTagKeys).flatMap((key) => textOf(key) ?? [])
  return [...new Set([...declared, ...Object.keys(tagsOf(request.incomingTransitiveTags))])].sort()
}

function sessionPolicy(request: JsonObject): Record<string, unknown> | null {
  const named = [...listOf(request.policyArns), request.taskPolicyArn]
  const arns = named.flatMap((item) => textOf(objectOf(item).arn) ?? textOf(item) ?? [])
  const policy = textOf(request.policy) ? (parseObject(request.policy) ?? { unreadable: true }) : null
  if (!policy && arns.length === 0) return null
  return { ...(policy ? { policy } : {}), ...(arns.length > 0 ? { policyArns: arns } : {}) }
}

/** The attempt that a refused call was. Parameters of refused calls are often missing; the error text names the role. */
export function parseAttempt(event: CloudTrailEvent, parent: SessionRef | null): ObservedAttempt | null {
  if (!event.errorCode) return null
  const { identity, request, response, raw } = event
  const { principal, sessionArn } = wanted(event)
  const accountId = parseArn(principal?.key ?? null)?.accountId ?? textOf(raw.recipientAccountId)
  return {
    actor: identifyCaller(identity, { request, response }),
    principal,
    system: accountId ? accountSystem(accountId) : null,
    parent,
    requested: { method: event.name, sessionArn, durationSeconds: numberOf(request.durationSeconds) },
    errorCode: event.errorCode,
    errorMessage: textOf(raw.errorMessage),
  }
}
