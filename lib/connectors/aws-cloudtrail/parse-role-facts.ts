import { lastName, partitionOfRegion, roleKey, roleKeyOf } from '@/lib/connectors/aws-cloudtrail/arn'
import type { CloudTrailEvent } from '@/lib/connectors/aws-cloudtrail/cloudtrail-event'
import { type JsonObject, numberOf, objectOf, parseObject, textOf } from '@/lib/connectors/aws-cloudtrail/json-value'
import type { ObservedFact } from '@/lib/domain/observation'

/** Facets of a role: `role` ({ arn, path } from its creation, null from its deletion), `trust` and `inline:<name>`
 *  ({ document }), `attached:<policy arn>` (true), `boundary` (a policy's ARN), `max-session` (seconds). Of a policy:
 *  `version:<id>` ({ document }), `default-version` (its id), `policy` (null from its deletion). A document that the log
 *  cut short or hid is null: there is one, and nobody knows what it says. */
type Parser = (event: CloudTrailEvent) => ObservedFact[]

const document = (value: unknown): { document: JsonObject | null } => ({ document: parseObject(value) })

/** Requests name a role by its name alone; the account is the caller's. */
function roleOf({ request, response, identity, raw }: CloudTrailEvent): string | null {
  const told = roleKey(textOf(objectOf(response.role).arn))
  const name = textOf(request.roleName)
  const account = textOf(raw.recipientAccountId) ?? textOf(identity.accountId)
  if (told || !name || !account) return told
  return roleKeyOf(partitionOfRegion(textOf(raw.awsRegion)), account, lastName(name))
}

function aboutRole(
  facet: (event: CloudTrailEvent) => string | null,
  value: (event: CloudTrailEvent) => unknown,
): Parser {
  return (event) => {
    const subject = roleOf(event)
    const name = facet(event)
    return subject && name ? [{ subject, facet: name, value: value(event) }] : []
  }
}

const inline = ({ request }: CloudTrailEvent) => textOf(request.policyName) && `inline:${textOf(request.policyName)}`
const attached = ({ request }: CloudTrailEvent) => textOf(request.policyArn) && `attached:${textOf(request.policyArn)}`

const parseCreation: Parser = (event) => {
  const subject = roleOf(event)
  if (!subject) return []
  const { request } = event
  const role = objectOf(event.response.role)
  const arn = textOf(role.arn) ?? subject
  const trust = document(request.assumeRolePolicyDocument ?? role.assumeRolePolicyDocument)
  const facts: ObservedFact[] = [
    { subject, facet: 'role', value: { arn, isServiceLinked: event.name === 'CreateServiceLinkedRole' } },
    { subject, facet: 'trust', value: trust },
    { subject, facet: 'boundary', value: textOf(request.permissionsBoundary) },
  ]
  const seconds = numberOf(request.maxSessionDuration) ?? numberOf(role.maxSessionDuration)
  return seconds ? [...facts, { subject, facet: 'max-session', value: seconds }] : facts
}

const parsePolicyCreation: Parser = ({ request, response }) => {
  const policy = objectOf(response.policy)
  const subject = textOf(policy.arn)
  if (!subject) return []
  const version = textOf(policy.defaultVersionId) ?? 'v1'
  return [
    { subject, facet: `version:${version}`, value: document(request.policyDocument) },
    { subject, facet: 'default-version', value: version },
  ]
}

const parsePolicyVersion: Parser = ({ request, response }) => {
  const subject = textOf(request.policyArn)
  const version = textOf(objectOf(response.policyVersion).versionId)
  if (!subject || !version) return []
  const facts: ObservedFact[] = [{ subject, facet: `version:${version}`, value: document(request.policyDocument) }]
  const isDefault =
    String(request.setAsDefault) === 'true' || objectOf(response.policyVersion).isDefaultVersion === true
  return isDefault ? [...facts, { subject, facet: 'default-version', value: version }] : facts
}

function aboutPolicy(facet: string, value: (event: CloudTrailEvent) => unknown): Parser {
  return (event) => {
    const subject = textOf(event.request.policyArn)
    return subject ? [{ subject, facet, value: value(event) }] : []
  }
}

const PARSERS: Readonly<Record<string, Parser>> = {
  CreateRole: parseCreation,
  CreateServiceLinkedRole: parseCreation,
  DeleteRole: aboutRole(
    () => 'role',
    () => null,
  ),
  UpdateAssumeRolePolicy: aboutRole(
    () => 'trust',
    ({ request }) => document(request.policyDocument),
  ),
  UpdateRole: aboutRole(
    ({ request }) => (numberOf(request.maxSessionDuration) ? 'max-session' : null),
    ({ request }) => numberOf(request.maxSessionDuration),
  ),
  PutRolePolicy: aboutRole(inline, ({ request }) => document(request.policyDocument)),
  DeleteRolePolicy: aboutRole(inline, () => null),
  AttachRolePolicy: aboutRole(attached, () => true),
  DetachRolePolicy: aboutRole(attached, () => null),
  PutRolePermissionsBoundary: aboutRole(
    () => 'boundary',
    ({ request }) => textOf(request.permissionsBoundary),
  ),
  DeleteRolePermissionsBoundary: aboutRole(
    () => 'boundary',
    () => null,
  ),
  CreatePolicy: parsePolicyCreation,
  CreatePolicyVersion: parsePolicyVersion,
  SetDefaultPolicyVersion: aboutPolicy('default-version', ({ request }) => textOf(request.versionId)),
  DeletePolicy: aboutPolicy('policy', () => null),
}

/** What a successful IAM call made true of a role or a policy. */
export function parseRoleFacts(event: CloudTrailEvent): ObservedFact[] {
  if (!/^iam\.amazonaws\.com(\.cn)?$/.test(event.source) || event.errorCode) return []
  return Object.hasOwn(PARSERS, event.name) ? (PARSERS[event.name]?.(event) ?? []) : []
}
