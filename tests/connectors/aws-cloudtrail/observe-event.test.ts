import { beforeAll, describe, expect, it } from 'vitest'
import { parseAwsTime } from '@/lib/connectors/aws-cloudtrail/aws-time'
import { awsCatalogue } from '@/lib/connectors/aws-cloudtrail/catalogue'
import { recogniseEvent } from '@/lib/connectors/aws-cloudtrail/cloudtrail-event'
import { createObserver } from '@/lib/connectors/aws-cloudtrail/observe-event'
import type { Observation } from '@/lib/domain/observation'
import {
  ACCOUNT,
  assumeRole,
  record,
  roleArn,
  START,
  sessionArn,
  sessionIdentity,
  time,
  userIdentity,
  usTime,
} from '@/tests/fixtures/cloudtrail-records'
import { NOW } from '@/tests/support/clock'

let observer: ReturnType<typeof createObserver>
beforeAll(async () => {
  observer = createObserver(await awsCatalogue())
})

function observe(raw: Record<string, unknown>): Observation {
  const found = recogniseEvent(raw, NOW)
  if (!('event' in found)) throw new Error('this is no record')
  return observer(found.event)
}

const USER = `arn:aws:iam::${ACCOUNT}:user/maria`
const credentials = (key: string, seconds: number) => ({
  credentials: { accessKeyId: key, expiration: usTime(seconds) },
})

describe('every way to a delegated session', () => {
  it('AssumeRole by a user', () => {
    const { issuance } = observe(assumeRole('1', 10, { role: 'deployer', session: 'run', key: 'ASIA1', lifetime: 900 }))
    expect(issuance).toMatchObject({
      method: 'AssumeRole',
      externalId: 'ASIA1',
      sessionArn: sessionArn('deployer', 'run'),
      issuedAt: START + 10_000,
      expiresAt: START + 910_000,
      principal: { key: roleArn('deployer'), kind: 'service' },
      actor: { key: USER, kind: 'human' },
      system: { key: `aws:${ACCOUNT}`, kind: 'cloud-account' },
      parent: null,
    })
  })

  it('AssumeRole in a chain: the session whose key made the call is the parent, and its source identity goes on', () => {
    const { issuance, use } = observe(
      assumeRole(
        '1',
        10,
        { role: 'writer', session: 'run', key: 'ASIA2' },
        {
          userIdentity: sessionIdentity('deployer', 'run', 'ASIA1', 0),
          request: {
            incomingTransitiveTags: { Team: 'blue' },
            tags: [{ key: 'Job', value: '7' }],
            transitiveTagKeys: ['Job'],
            sourceIdentity: 'maria',
          },
        },
      ),
    )
    expect(issuance).toMatchObject({
      actor: { key: roleArn('deployer') },
      parent: { externalId: 'ASIA1', sessionArn: sessionArn('deployer', 'run'), issuedAt: START },
      sourceIdentity: 'maria',
      tags: { Team: 'blue', Job: '7' },
      transitiveTagKeys: ['Job', 'Team'],
    })
    expect(use).toMatchObject({ permission: 'sts:AssumeRole', session: { externalId: 'ASIA1' } })
  })

  it('AssumeRole by a service, whose record does not give the session its name', () => {
    const raw = assumeRole('1', 10, { role: 'machine', session: 'i-0123456789abcdef0', key: 'ASIA3' })
    raw.userIdentity = { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }
    raw.responseElements = credentials('ASIA3', 21_600)
    expect(observe(raw).issuance).toMatchObject({
      sessionArn: sessionArn('machine', 'i-0123456789abcdef0'),
      actor: { key: 'aws:service:ec2.amazonaws.com', kind: 'service' },
      expiresAt: START + 21_600_000,
    })
  })

  it.each([
    ['token.actions.githubusercontent.com', 'repo:acme/shop:ref:refs/heads/main', 'pipeline'],
    ['token.actions.githubusercontent.com', 'repo:acme@12/shop@34:environment:production', 'pipeline'],
    ['oidc.eks.eu-west-1.amazonaws.com/id/ABC', 'system:serviceaccount:shop:cart', 'workload'],
    ['accounts.google.com', '1234567', 'human'],
  ])('AssumeRoleWithWebIdentity from %s for %s is a %s', (provider, subject, kind) => {
    const raw = assumeRole('1', 10, { role: 'deployer', session: 'run', key: 'ASIA4' })
    const identityProvider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${provider}`
    raw.eventName = 'AssumeRoleWithWebIdentity'
    raw.userIdentity = {
      type: 'WebIdentityUser',
      principalId: `${provider}:aud:${subject}`,
      userName: subject,
      identityProvider,
    }
    expect(observe(raw).issuance).toMatchObject({
      method: 'AssumeRoleWithWebIdentity',
      actor: { key: `federated:${provider}:${subject}`, kind, name: subject },
    })
  })

  it('AssumeRoleWithSAML', () => {
    const raw = assumeRole(
      '1',
      10,
      { role: 'AWSReservedSSO_Admin_1a2b', session: 'ada@acme.test', key: 'ASIA5' },
      {
        request: { principalArn: `arn:aws:iam::${ACCOUNT}:saml-provider/idp`, principalTags: { Team: 'blue' } },
      },
    )
    raw.eventName = 'AssumeRoleWithSAML'
    raw.userIdentity = {
      type: 'SAMLUser',
      principalId: 'x=:ada@acme.test',
      userName: 'ada@acme.test',
      identityProvider: 'x=',
    }
    expect(observe(raw).issuance).toMatchObject({
      principal: { kind: 'team' },
      actor: { key: 'federated:idp:ada@acme.test', kind: 'human', email: 'ada@acme.test' },
      tags: { Team: 'blue' },
    })
  })

  it('someone of Identity Center is one person in every account, also where nobody saw the session issued', () => {
    const role = 'AWSReservedSSO_Admin_0123456789abcdef'
    const raw = assumeRole('1', 10, { role, session: 'maria', key: 'ASIA1' })
    raw.eventName = 'AssumeRoleWithSAML'
    raw.userIdentity = { type: 'SAMLUser', principalId: 'x=:maria', userName: 'maria', identityProvider: 'x=' }
    const principalArn = `arn:aws:iam::${ACCOUNT}:saml-provider/AWSSSO_1a2b_DO_NOT_DELETE`
    raw.requestParameters = { ...(raw.requestParameters as object), principalArn }
    const { use } = observe(
      record('2', 20, 's3:GetObject', { userIdentity: sessionIdentity(role, 'maria', 'ASIA2', 0) }),
    )
    expect(observe(raw).issuance?.actor.key).toBe('federated:identity-center:maria')
    expect(use?.session.likelyActor.key).toBe('federated:identity-center:maria')
  })

  it('GetFederationToken: the user is the principal, the federated user acts, the policy narrows', () => {
    const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })
    const arn = `arn:aws:sts::${ACCOUNT}:federated-user/guest`
    const raw = record('1', 10, 'sts:GetFederationToken', {
      requestParameters: { name: 'guest', policy, durationSeconds: 7200 },
      responseElements: { ...credentials('ASIA6', 7210), federatedUser: { arn } },
    })
    expect(observe(raw).issuance).toMatchObject({
      principal: { key: USER },
      actor: { key: arn },
      sessionArn: arn,
      expiresAt: START + 7_210_000,
      sessionPolicy: { policy: { Statement: [{ Action: '*' }] } },
    })
  })

  it('calls with a federation token nobody saw issued are by the user it was made for', () => {
    const arn = `arn:aws:sts::${ACCOUNT}:federated-user/guest`
    const sessionIssuer = userIdentity()
    const federated = {
      ...{ type: 'FederatedUser', principalId: `${ACCOUNT}:guest`, arn, accountId: ACCOUNT, accessKeyId: 'ASIA6' },
      sessionContext: { sessionIssuer, attributes: { creationDate: time(10) } },
    }
    expect(observe(record('1', 20, 's3:GetObject', { userIdentity: federated })).use?.session).toMatchObject({
      externalId: 'ASIA6',
      principal: { key: USER },
      likelyActor: { key: arn },
    })
  })

  it('GetSessionToken: calls with its key belong to it, calls of the console do not', () => {
    const issued = observe(record('1', 0, 'sts:GetSessionToken', { responseElements: credentials('ASIA7', 43_200) }))
    expect(issued.issuance).toMatchObject({
      externalId: 'ASIA7',
      sessionArn: USER,
      principal: { key: USER },
      actor: { key: USER },
    })
    const temporary = {
      ...userIdentity(),
      accessKeyId: 'ASIA7',
      sessionContext: { attributes: { creationDate: new Date(START).toISOString() } },
    }
    expect(observe(record('2', 5, 's3:GetObject', { userIdentity: temporary })).use?.session).toMatchObject({
      externalId: 'ASIA7',
    })
    const fromConsole = { userIdentity: temporary, sessionCredentialFromConsole: 'true' }
    expect(observe(record('3', 5, 's3:GetObject', fromConsole)).use).toBeUndefined()
    const byService = { userIdentity: { ...temporary, invokedBy: 'health.amazonaws.com' } }
    expect(observe(record('4', 5, 'health:DescribeEvents', byService)).use).toBeUndefined()
  })

  it('AssumeRoot: the member account’s root is the principal, and the task’s policy narrows', () => {
    const target = '444455556666'
    const taskPolicy = 'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy'
    const raw = record('1', 10, 'sts:AssumeRoot', {
      userIdentity: sessionIdentity('deployer', 'run', 'ASIA1', 0),
      requestParameters: { targetPrincipal: target, taskPolicyArn: { arn: taskPolicy } },
      responseElements: credentials('ASIA8', 910),
    })
    const root = { type: 'Root', arn: `arn:aws:iam::${target}:root`, accountId: target, accessKeyId: 'ASIA8' }
    expect(observe(raw).issuance).toMatchObject({
      method: 'AssumeRoot',
      principal: { key: root.arn },
      actor: { key: roleArn('deployer') },
      system: { key: `aws:${target}` },
      parent: { externalId: 'ASIA1' },
      expiresAt: START + 910_000,
      sessionPolicy: { policyArns: [taskPolicy] },
    })
    const sessionContext = { attributes: { creationDate: time(10) }, assumedRoot: 'true' }
    const call = record('2', 20, 's3:DeleteBucketPolicy', { userIdentity: { ...root, sessionContext } })
    expect(observe(call).use?.session).toMatchObject({ externalId: 'ASIA8', sessionArn: root.arn })
  })

  it('GetDelegatedAccessToken: whoever is stood for is the principal', () => {
    const raw = record('1', 10, 'sts:GetDelegatedAccessToken', {
      requestParameters: { tradeInToken: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      responseElements: { assumedPrincipal: roleArn('partner'), ...credentials('ASIA9', 3610) },
    })
    expect(observe(raw).issuance).toMatchObject({
      method: 'GetDelegatedAccessToken',
      externalId: 'ASIA9',
      principal: { key: roleArn('partner') },
      actor: { key: USER },
      expiresAt: START + 3_610_000,
    })
  })

  it('CreateSession of IAM Roles Anywhere: a certificate acts', () => {
    const subjectArn = `arn:aws:rolesanywhere:eu-west-1:${ACCOUNT}:subject/1a2b`
    const issued = { accessKeyId: 'ASIA10', expiration: time(3610) }
    const raw = record('1', 10, 'rolesanywhere:CreateSession', {
      userIdentity: { type: 'Unknown', principalId: '', accountId: ACCOUNT },
      requestParameters: { roleArn: roleArn('onprem'), durationSeconds: 3600 },
      responseElements: {
        credentialSet: [
          {
            assumedRoleUser: { arn: sessionArn('onprem', '00ab') },
            credentials: issued,
            roleArn: roleArn('onprem'),
            sourceIdentity: 'CN=build',
          },
        ],
        subjectArn,
      },
    })
    expect(observe(raw).issuance).toMatchObject({
      method: 'CreateSession',
      externalId: 'ASIA10',
      sessionArn: sessionArn('onprem', '00ab'),
      principal: { key: roleArn('onprem') },
      actor: { key: subjectArn, kind: 'workload', name: 'CN=build' },
      sourceIdentity: 'CN=build',
      expiresAt: START + 3_610_000,
    })
    const denied = observe({ ...raw, responseElements: null, errorCode: 'AccessDeniedException' })
    expect(denied).toMatchObject({ issuance: undefined, attempt: { principal: { key: roleArn('onprem') } } })
    const elsewhere = record('2', 10, 's3express:CreateSession', { requestParameters: { bucketName: 'b' } })
    expect(observe(elsewhere).issuance).toBeUndefined()
  })

  it('a caller told as a role is that role, whatever path it has', () => {
    const raw = assumeRole('1', 10, { role: 'writer', session: 's', key: 'ASIA11' })
    raw.userIdentity = { type: 'Role', principalId: 'AROAX', arn: `arn:aws:iam::${ACCOUNT}:role/service-role/build` }
    expect(observe(raw).issuance?.actor).toMatchObject({ key: roleArn('build'), attributes: { type: 'aws-role' } })
  })

  it.each([
    ['cn-north-1', 'aws-cn', 'sts.amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'sts.amazonaws.com'],
    ['eusc-de-east-1', 'aws-eusc', 'sts.amazonaws.com'],
  ])('in %s', (awsRegion, partition, eventSource) => {
    const arn = `arn:${partition}:iam::${ACCOUNT}:role/deployer`
    const raw = record('1', 10, 'sts:AssumeRole', {
      awsRegion,
      eventSource,
      requestParameters: { roleArn: arn, roleSessionName: 's' },
      responseElements: credentials('ASIA12', 3610),
    })
    const session = `arn:${partition}:sts::${ACCOUNT}:assumed-role/deployer/s`
    expect(observe(raw).issuance).toMatchObject({ principal: { key: arn }, sessionArn: session })
    const put = record('2', 5, 'iam:PutRolePolicy', {
      awsRegion,
      requestParameters: { roleName: 'deployer', policyName: 'p', policyDocument: '{}' },
    })
    expect(observe(put).facts).toMatchObject([{ subject: arn }])
  })

  it('a refused call is an attempt, its role read from the error where the parameters are gone', () => {
    const denied = record('1', 10, 'sts:AssumeRole', {
      errorCode: 'AccessDenied',
      errorMessage: `User: ${USER} is not authorized to perform: sts:AssumeRole on resource: ${roleArn('writer')} because no identity-based policy allows it`,
    })
    expect(observe(denied)).toMatchObject({
      issuance: undefined,
      attempt: { actor: { key: USER }, principal: { key: roleArn('writer') }, errorCode: 'AccessDenied' },
    })
  })

  it('nobody delegates with long-lived keys, as root, or as AWS itself', () => {
    expect(observe(record('1', 1, 's3:GetObject')).use).toBeUndefined()
    const root = { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT, accessKeyId: 'AKIAROOT' }
    expect(observe(record('2', 1, 's3:GetObject', { userIdentity: root })).use).toBeUndefined()
    const service = { type: 'AWSService', invokedBy: 'kms.amazonaws.com' }
    expect(observe(record('3', 1, 'kms:RotateKey', { userIdentity: service })).use).toBeUndefined()
  })
})

describe('a lifetime', () => {
  it.each([
    ['Oct 2, 2019, 11:12:29 PM', '2019-10-02T23:12:29Z'],
    ['Oct 2, 2019 11:12:29 PM', '2019-10-02T23:12:29Z'],
    ['Oct 2, 2019, 12:05:00\u202fAM', '2019-10-02T00:05:00Z'],
    ['2019-10-02T23:12:29Z', '2019-10-02T23:12:29Z'],
    ['20191002T231229Z', '2019-10-02T23:12:29Z'],
    ['2019-10-02 23:12:29.000', '2019-10-02T23:12:29Z'],
  ])('is read from %j', (text, iso) => expect(parseAwsTime(text)).toBe(Date.parse(iso)))

  it('is what was asked for where the expiration cannot be, and unknown where nobody said', () => {
    const raw = (request: object, seconds: number) =>
      observe(assumeRole('1', 100, { role: 'r', session: 's', key: 'ASIA8', lifetime: seconds }, { request })).issuance
    expect(raw({ durationSeconds: 1800 }, -9000)?.expiresAt).toBe(START + 1_900_000)
    expect(raw({}, -9000)?.expiresAt).toBeNull()
  })
})

describe('a call is told as the IAM action that allows it', () => {
  const use = (call: string, more = {}) =>
    observe(record('1', 1, call, { userIdentity: sessionIdentity('r', 's', 'ASIA9', 0), ...more })).use
  it.each([
    ['s3:ListBuckets', 's3:ListAllMyBuckets'],
    ['s3:ListObjectsV2', 's3:ListBucket'],
    ['s3:HeadObject', 's3:GetObject'],
    ['s3:UploadPart', 's3:PutObject'],
    ['s3:GetBucketEncryption', 's3:GetEncryptionConfiguration'],
    ['s3:DeleteBucketCors', 's3:PutBucketCORS'],
    ['monitoring:PutMetricData', 'cloudwatch:PutMetricData'],
    ['email:SendEmail', 'ses:SendEmail'],
    ['lambda:Invoke', 'lambda:InvokeFunction'],
    ['lambda:ListFunctions20150331', 'lambda:ListFunctions'],
    ['lambda:UpdateFunctionConfiguration20150331v2', 'lambda:UpdateFunctionConfiguration'],
    ['cloudfront:CreateDistribution2020_05_31', 'cloudfront:CreateDistribution'],
    ['apigateway:CreateRestApi', 'apigateway:POST'],
    ['apigateway:GetRestApis', 'apigateway:GET'],
    ['ec2:describeinstances', 'ec2:DescribeInstances'],
    ['sqs:SendMessageBatch', 'sqs:SendMessage'],
    ['bedrock:Converse', 'bedrock:InvokeModel'],
    ['servicecatalog-appregistry:ListApplications', 'servicecatalog:ListApplications'],
  ])('%s as %s', (call, permission) => expect(use(call)).toMatchObject({ permission, isKnown: true }))

  it('an event that no action is known for keeps its name and is told as unknown', () => {
    expect(use('newservice:DoThing')).toMatchObject({ permission: 'newservice:DoThing', isKnown: false })
    expect(use('s3:GetStorageLensDashboardDataInternal')).toMatchObject({ isKnown: false })
  })

  it.each([
    ['AccessDenied', false],
    ['AccessDeniedException', false],
    ['Client.UnauthorizedOperation', false],
    ['Client.VcpuLimitExceeded', false],
    ['ThrottlingException', false],
    ['NoSuchBucketPolicy', true],
    ['ValidationException', true],
    [undefined, true],
  ])('with the error %s: allowed is %s', (errorCode, isAllowed) => {
    expect(use('s3:GetObject', { errorCode })?.isAllowed).toBe(isAllowed)
  })

  it('calls that a service makes in a session name it by ARN and time, not by the key made for the service', () => {
    const identity = sessionIdentity('r', 's', 'ASIADERIVED', 0, { invokedBy: 'athena.amazonaws.com' })
    expect(use('s3:GetObject', { userIdentity: identity })?.session).toMatchObject({
      externalId: null,
      sessionArn: sessionArn('r', 's'),
      issuedAt: START,
    })
  })
})

describe('the identity of an event', () => {
  const identityOf = (more: Record<string, unknown>) => observe(record('1', 1, 's3:GetObject', more)).identity
  it('is shared by the copies two accounts get, and by nothing else', () => {
    const copy = { sharedEventID: 'shared-1', eventID: 'other', recipientAccountId: '999988887777' }
    expect(identityOf(copy)).toBe(identityOf({ sharedEventID: 'shared-1' }))
    expect(identityOf({ eventTime: '2026-11-20T10:00:00Z' })).not.toBe(identityOf({}))
    expect(identityOf({ eventName: 'PutObject' })).not.toBe(identityOf({}))
    expect(identityOf({ requestID: 'another' })).not.toBe(identityOf({}))
  })

  it('is the whole record where it has no number', () => {
    expect(identityOf({ eventID: null })).toBe(identityOf({ eventID: null }))
    expect(identityOf({ eventID: null, awsRegion: 'x' })).not.toBe(identityOf({ eventID: null }))
  })
})
