const ACCOUNT = '210987654321'
const HOUR = 3_600_000
const MINUTE = 60_000

/** AWS writes whole seconds. */
const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`

type Chain = { name: string; now: Date }
type Call = { at: number; source: string; event: string; identity: object; request?: object; response?: object }

function record({ at, source, event, identity, request, response }: Call, id: string) {
  return {
    eventVersion: '1.09',
    userIdentity: identity,
    eventTime: stamp(at),
    eventSource: source,
    eventName: event,
    awsRegion: 'eu-central-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.17',
    requestParameters: request ?? null,
    responseElements: response ?? null,
    requestID: id,
    eventID: id,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
  }
}

const assumed = (role: string, session: string) => `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`
const keyOf = (name: string, letter: string) => `ASIA${letter}${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`

function assumeRole(caller: object, role: string, session: string, at: number, key: string): Call {
  const credentials = { accessKeyId: key, expiration: stamp(at + HOUR), sessionToken: 'not-kept' }
  return {
    at,
    source: 'sts.amazonaws.com',
    event: 'AssumeRole',
    identity: caller,
    request: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, roleSessionName: session },
    response: { credentials, assumedRoleUser: { assumedRoleId: `AROA:${session}`, arn: assumed(role, session) } },
  }
}

/**
 * A CloudTrail file in which the user `name` assumes the role `<name>-outer`, from it the role `<name>-inner`, and lists
 * buckets there: two live delegated sessions, the second the child of the first, both ending within the hour after `now`.
 */
export function roleChainTrail({ name, now }: Chain): string {
  const start = now.getTime() - 10 * MINUTE
  const [outer, inner] = [keyOf(name, 'O'), keyOf(name, 'I')]
  const user = { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/${name}`, accountId: ACCOUNT, userName: name }
  const inRole = (role: string, session: string, accessKeyId: string) => ({
    type: 'AssumedRole',
    principalId: `AROA:${session}`,
    arn: assumed(role, session),
    accountId: ACCOUNT,
    accessKeyId,
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/${role}`, accountId: ACCOUNT, userName: role },
      attributes: { creationDate: stamp(start), mfaAuthenticated: 'false' },
    },
  })
  const calls: Call[] = [
    assumeRole(user, `${name}-outer`, 'first', start, outer),
    assumeRole(inRole(`${name}-outer`, 'first', outer), `${name}-inner`, 'second', start + MINUTE, inner),
    {
      at: start + 2 * MINUTE,
      source: 's3.amazonaws.com',
      event: 'ListBuckets',
      identity: inRole(`${name}-inner`, 'second', inner),
    },
  ]
  return JSON.stringify({ Records: calls.map((call, index) => record(call, `${name}-${index}`)) })
}
