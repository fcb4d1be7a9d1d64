import { lastName, parseArn, roleKey } from '@/lib/connectors/aws-cloudtrail/arn'
import { type JsonObject, listOf, objectOf, textOf } from '@/lib/connectors/aws-cloudtrail/json-value'
import type { IdentityKind } from '@/lib/domain/identity'
import type { IdentityRef, SystemRef } from '@/lib/domain/observation'

/** Whoever acts in a session that no record tells the beginning of. */
export const UNKNOWN_CALLER: IdentityRef = {
  key: 'aws:unknown-caller',
  kind: 'service',
  name: 'Unknown caller',
  isVague: true,
}

/** What of a call, besides `userIdentity`, tells who made it. */
export type CallerHints = { request?: JsonObject; response?: JsonObject }

const PIPELINE_HOSTS = /githubusercontent|gitlab|circleci|bitbucket|buildkite|terraform|spacelift|dev\.azure|jenkins/i
const PIPELINE_NAME = /github|gitlab|circleci|jenkins|buildkite|pipeline|codebuild|(^|[-_.])ci(cd)?([-_.]|$)/i
const SERVICE_NAME =
  /(^|[-_.])(svc|service|bot|robot|deploy(er)?|terraform|automation|system|app|api|backup|cron)([-_.]|$)/i
const AGENT_SERVICE = /^(bedrock|bedrock-agentcore|q|qbusiness|agents?)\./

export function accountSystem(accountId: string): SystemRef {
  return { key: `aws:${accountId}`, name: `AWS ${accountId}`, kind: 'cloud-account' }
}

/** A role as the identity whose authority is used. Reserved Identity Center roles stand for the people assigned. */
export function roleIdentity(key: string): IdentityRef {
  const name = lastName(key)
  return { key, kind: name.startsWith('AWSReservedSSO_') ? 'team' : 'service', name, attributes: { type: 'aws-role' } }
}

/** People and programs share IAM users; the name is all there is to go by. */
export function userIdentity(arn: string): IdentityRef {
  const name = lastName(arn)
  return { key: arn, kind: userKind(name), name, attributes: { type: 'aws-user' }, ...emailOf(name) }
}

/** The user that a federation token is made for. */
export function federatedUser(arn: string): IdentityRef {
  return { ...userIdentity(arn), attributes: { type: 'aws-federated-user' } }
}

function userKind(name: string): IdentityKind {
  if (PIPELINE_NAME.test(name)) return 'pipeline'
  return SERVICE_NAME.test(name) ? 'service' : 'human'
}

function emailOf(name: string): { email?: string } {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name) ? { email: name } : {}
}

export function serviceIdentity(host: string): IdentityRef {
  return { key: `aws:service:${host}`, kind: AGENT_SERVICE.test(host) ? 'agent' : 'service', name: host }
}

/** What Identity Center calls itself in each account it lets people into; they are the same people in all. */
const IDENTITY_CENTER = /^AWSSSO_\w+_DO_NOT_DELETE$/

/** Someone an identity provider vouches for. */
export function federatedIdentity(provider: string, subject: string | null): IdentityRef {
  const host = provider.replace(/^.*(oidc-provider|saml-provider)\//, '').replace(IDENTITY_CENTER, 'identity-center')
  if (!subject) return { key: `federated:${host}`, kind: federatedKind(host, ''), name: host, isVague: true }
  const kind = federatedKind(host, subject)
  return {
    key: `federated:${host}:${subject}`,
    kind,
    name: subject,
    attributes: { provider: host },
    ...emailOf(subject),
  }
}

export function federatedKind(host: string, subject: string): IdentityKind {
  if (PIPELINE_HOSTS.test(host)) return 'pipeline'
  return subject.startsWith('system:serviceaccount:') || /oidc\.eks\./.test(host) ? 'workload' : 'human'
}

/** Who made a call, by CloudTrail's `userIdentity` of any type; at worst the unknown caller. */
export function identifyCaller(identity: JsonObject, { request = {}, response = {} }: CallerHints = {}): IdentityRef {
  const arn = textOf(identity.arn)
  const invokedBy = textOf(identity.invokedBy)
  switch (identity.type) {
    case 'AssumedRole': {
      const issuer = textOf(objectOf(objectOf(identity.sessionContext).sessionIssuer).arn)
      const key = roleKey(issuer) ?? roleKey(arn)
      return key ? roleIdentity(key) : identifyByNumber(identity)
    }
    case 'WebIdentityUser':
    case 'SAMLUser':
      return identifyFederated(identity, request, response)
    case 'AWSService':
      return podIdentity(request) ?? (invokedBy ? serviceIdentity(invokedBy) : UNKNOWN_CALLER)
    case 'IdentityCenterUser':
      return identifyByNumber({ principalId: objectOf(identity.onBehalfOf).userId ?? identity.principalId })
  }
  const role = roleKey(arn)
  if (role) return roleIdentity(role)
  if (arn) return parseArn(arn)?.resource === 'root' ? rootIdentity(arn) : userIdentity(arn)
  if (invokedBy && !identity.principalId) return serviceIdentity(invokedBy)
  return identifyByNumber(identity)
}

function rootIdentity(arn: string): IdentityRef {
  return { key: arn, kind: 'human', name: `Root user of ${parseArn(arn)?.accountId}`, attributes: { type: 'aws-root' } }
}

function identifyFederated(identity: JsonObject, request: JsonObject, response: JsonObject): IdentityRef {
  const [issuer] = (textOf(identity.principalId) ?? '').split(':', 1)
  const provider =
    textOf(request.principalArn) ?? textOf(identity.identityProvider) ?? textOf(response.provider) ?? issuer ?? ''
  const subject = textOf(response.subjectFromWebIdentityToken) ?? textOf(response.subject) ?? textOf(identity.userName)
  return federatedIdentity(provider, subject)
}

/** EKS Pod Identity asks for the role, and the session's tags name the service account it asks for. */
function podIdentity(request: JsonObject): IdentityRef | null {
  const tags = tagsOf(request.tags)
  const [namespace, account] = [tags['kubernetes-namespace'], tags['kubernetes-service-account']]
  if (!namespace || !account) return null
  const cluster = tags['eks-cluster-arn'] ?? tags['eks-cluster-name'] ?? ''
  const name = `${namespace}/${account}`
  return { key: `eks:${cluster}:${name}`, kind: 'workload', name, attributes: { cluster } }
}

/** Tags as CloudTrail writes them: a list of pairs, or an object. */
export function tagsOf(value: unknown): Record<string, string> {
  const pairs = Array.isArray(value)
    ? listOf(value).map((tag) => [textOf(objectOf(tag).key), textOf(objectOf(tag).value)])
    : Object.entries(objectOf(value)).map(([key, inner]) => [textOf(key), textOf(inner)])
  return Object.fromEntries(pairs.flatMap(([key, inner]) => (key ? [[key, inner ?? '']] : [])))
}

function identifyByNumber(identity: JsonObject): IdentityRef {
  const account = textOf(identity.accountId)
  const number = textOf(identity.principalId)?.split(':', 1)[0]
  if (!number && !account) return UNKNOWN_CALLER
  const kind = number?.startsWith('AROA') || !number ? 'service' : 'human'
  const name = [number && `Principal ${number}`, account && `AWS ${account}`].filter(Boolean).join(' of ')
  return { key: `aws:principal:${account ?? ''}:${number ?? ''}`, kind, name, isVague: true }
}
