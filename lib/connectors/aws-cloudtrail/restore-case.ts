import { type JsonObject, objectOf, parseObject } from './json-value'

const TOP = spelled(
  'eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage',
  'requestParameters responseElements requestID eventID eventType eventCategory recipientAccountId sharedEventID readOnly',
  'managementEvent serviceEventDetails additionalEventData sessionCredentialFromConsole',
)
const IDENTITY = spelled(
  'type principalId arn accountId accessKeyId userName invokedBy identityProvider sessionContext attributes creationDate',
  'mfaAuthenticated sessionIssuer webIdFederationData federatedProvider sourceIdentity ec2RoleDelivery onBehalfOf userId',
  'identityStoreArn credentialId',
)

function spelled(...lines: string[]): ReadonlyMap<string, string> {
  const names = lines.flatMap((line) => line.split(' '))
  return new Map(names.map((name) => [name.toLowerCase(), name]))
}

/** A row of Athena or of CloudTrail Lake as a record: SQL knows no capital letters, and keeps the parameters as texts of JSON. */
export function restoreCase(row: JsonObject): JsonObject {
  const record = rename(row, TOP)
  for (const key of ['requestParameters', 'responseElements']) record[key] = parseObject(record[key])
  return { ...record, userIdentity: renameAll(parseObject(record.userIdentity) ?? {}) }
}

const rename = (value: JsonObject, names: ReadonlyMap<string, string>): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [names.get(key.toLowerCase()) ?? key, inner]))

function renameAll(value: JsonObject): JsonObject {
  const entries = Object.entries(rename(value, IDENTITY))
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, objectOf(inner) === inner ? renameAll(objectOf(inner)) : inner]),
  )
}
