import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import pg from 'pg'
import { beforeEach, describe, expect, it } from 'vitest'
import { createOrganisation } from '@/lib/commands/create-organisation'
import { startIngest } from '@/lib/commands/start-ingest'
import { reader } from '@/lib/db'
import { type Context, systemContext } from '@/lib/domain/context'
import { ingestCloudTrail } from '@/lib/jobs/ingest-cloudtrail'
import {
  ACCOUNT,
  allow,
  assumeRole,
  createRole,
  putRolePolicy,
  record,
  roleArn,
  START,
  sessionArn,
  sessionIdentity,
  story,
  time,
  trust,
} from '@/tests/fixtures/cloudtrail-records'
import { NOW } from '@/tests/support/clock'
import { observedRows } from '@/tests/support/observed-rows'

type Json = Record<string, unknown>
let ctx: Context
let count = 0

async function newOrganisation(): Promise<Context> {
  const actor = { kind: 'system', name: 'test' } as const
  const { orgId } = await createOrganisation(
    { actor, now: NOW },
    { slug: `org-${++count}`, name: 'Test', timeZone: 'UTC' },
  )
  return systemContext(orgId, 'test', NOW)
}

beforeEach(async () => {
  ctx = await newOrganisation()
})

async function* streams(files: readonly (readonly Json[] | string)[]) {
  for (const [index, file] of files.entries()) {
    const content = typeof file === 'string' ? file : JSON.stringify({ Records: file })
    yield { name: `file-${index + 1}.json`, stream: Readable.from([Buffer.from(content)]) }
  }
}

const ingest = (to: Context, ...files: (readonly Json[] | string)[]) => ingestCloudTrail(to, streams(files))
const ingestInBatches = (to: Context, batchSize: number, ...files: (readonly Json[])[]) =>
  ingestCloudTrail(to, streams(files), { batchSize })

const session = (externalId: string) =>
  reader().delegatedSession.findFirstOrThrow({
    where: { orgId: ctx.orgId, externalId },
    include: { uses: { orderBy: { permission: 'asc' } }, permissionSet: true, grant: true, parent: true, actor: true },
  })

it('a name that is too long is cut between characters: half of one would end the run', async () => {
  const user = `x${'\u{1F468}'.repeat(200)}`
  const by = { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/${user}`, accountId: ACCOUNT, userName: user }
  const told = assumeRole('long', 0, { role: 'deployer', session: 'long', key: 'ASIALONG' }, { userIdentity: by })
  expect(await ingest(ctx, [told])).toMatchObject({ sessions: 1, broken: 0 })
})

describe('what records tell becomes sessions, uses, attempts and grants', () => {
  beforeEach(async () => {
    await ingest(ctx, story())
  })

  it('a session with its life, principal, actor and what it may do', async () => {
    expect(await session('ASIADEPLOY')).toMatchObject({
      origin: 'observed',
      method: 'AssumeRole',
      name: 'run-1',
      sessionArn: sessionArn('deployer', 'run-1'),
      issuanceSeen: true,
      issuedAt: new Date(START + 10_000),
      expiresAt: new Date(START + 3_610_000),
      status: 'expired',
      depth: 0,
      grantedCount: 4,
      usedCount: 2,
      unusedShare: 0.5,
      allowedCount: 3n,
      deniedCount: 1n,
      permissionSet: { permissions: ['s3:GetObject', 's3:ListBucket', 's3:PutObject', 'sts:AssumeRole'] },
      actor: { name: 'maria' },
    })
  })

  it('a chain: the child knows its parent', async () => {
    const child = await session('ASIAWRITER')
    expect(child).toMatchObject({ depth: 1, parent: { externalId: 'ASIADEPLOY' }, actor: { name: 'deployer' } })
  })

  it('uses by permission, allowed and refused, also of records without a key', async () => {
    expect((await session('ASIADEPLOY')).uses).toMatchObject([
      { permission: 's3:DeleteBucket', allowedCount: 0n, deniedCount: 1n },
      {
        permission: 's3:GetObject',
        allowedCount: 2n,
        firstAt: new Date(START + 20_000),
        lastAt: new Date(START + 21_000),
      },
      { permission: 'sts:AssumeRole', allowedCount: 1n },
    ])
    expect((await session('ASIAWRITER')).uses).toMatchObject([{ permission: 'dynamodb:PutItem', allowedCount: 2n }])
    const minutes = await reader().delegatedSessionActivity.findMany({
      where: { orgId: ctx.orgId },
      orderBy: { minute: 'asc' },
    })
    expect(minutes.reduce((sum, each) => sum + each.allowedCount + each.deniedCount, 0)).toBe(6)
  })

  it('a refused request is an attempt and no session', async () => {
    const attempts = await reader().delegationAttempt.findMany({
      where: { orgId: ctx.orgId },
      include: { actor: true, principal: true },
    })
    expect(attempts).toMatchObject([
      { errorCode: 'AccessDenied', actor: { name: 'eve' }, principal: { name: 'writer' } },
    ])
    expect(await reader().delegatedSession.count({ where: { orgId: ctx.orgId } })).toBe(2)
  })

  it('a grant for each principal a role trusts, ended with the role', async () => {
    const { grants } = await observedRows(ctx.orgId)
    expect(grants).toMatchObject([
      {
        principal: roleArn('deployer'),
        actor: `aws:account:${ACCOUNT}`,
        status: 'active',
        granted_count: 4,
        used_count: 2,
        max_session_ttl_seconds: 7200,
      },
      {
        principal: roleArn('writer'),
        actor: roleArn('deployer'),
        status: 'revoked',
        ended_at: new Date(START + 200_000),
        granted_count: 1,
        used_count: 1,
      },
    ])
    expect((await session('ASIADEPLOY')).grant?.externalId).toBe(grants?.[0]?.external_id)
    const writer = await reader().identity.findFirst({ where: { orgId: ctx.orgId, externalId: roleArn('writer') } })
    expect(writer).toMatchObject({ status: 'departed', departedAt: new Date(START + 200_000) })
  })
})

describe('nothing counts twice', () => {
  it('a second run adds nothing and says so', async () => {
    const first = await ingest(ctx, story())
    const rows = await observedRows(ctx.orgId)
    const second = await ingest(ctx, story())
    expect(first).toMatchObject({ records: 13, fresh: 13, duplicates: 0, sessions: 2, attempts: 1, uses: 6, grants: 2 })
    expect(second).toMatchObject({
      records: 13,
      fresh: 0,
      duplicates: 13,
      sessions: 0,
      attempts: 0,
      uses: 0,
      grants: 0,
    })
    expect(await observedRows(ctx.orgId)).toEqual(rows)
  })

  it('nor within one run, nor in two runs at once', async () => {
    const summary = await ingest(ctx, story(), story())
    expect(summary).toMatchObject({ records: 26, fresh: 13, duplicates: 13, uses: 6 })
    const other = await newOrganisation()
    await Promise.all([ingestInBatches(other, 3, story()), ingestInBatches(other, 4, story().toReversed())])
    expect(await observedRows(other.orgId)).toEqual(await observedRows(ctx.orgId))
  })

  it('the copies that two accounts get of one call are one session, whichever comes first', async () => {
    const full = assumeRole('a', 10, { role: 'writer', session: 'x', key: 'ASIAX' }, { sharedEventID: 'one' })
    const target = {
      ...full,
      eventID: 'b',
      userIdentity: { type: 'AWSAccount', principalId: 'AIDAMARIA', accountId: '999988887777' },
    }
    for (const files of [
      [full, target],
      [target, full],
    ]) {
      const to = await newOrganisation()
      for (const file of files) await ingest(to, [file])
      const sessions = await reader().delegatedSession.findMany({
        where: { orgId: to.orgId },
        include: { actor: true },
      })
      expect(sessions).toMatchObject([
        { externalId: 'ASIAX', actor: { externalId: `arn:aws:iam::${ACCOUNT}:user/maria` } },
      ])
    }
  })

  it('nor is the use lost that only one of the copies can tell, whichever comes first', async () => {
    const caller = sessionIdentity('deployer', 'run-1', 'ASIAC', 0)
    const other = { type: 'AWSAccount', principalId: 'AROADEPLOYER:run-1', accountId: ACCOUNT }
    const copies = (own: Json): [Json, Json] => [
      { ...own, sharedEventID: `shared-${own.eventID}` },
      { ...own, sharedEventID: `shared-${own.eventID}`, eventID: 'copy', recipientAccountId: '9', userIdentity: other },
    ]
    const [read, readCopy] = copies(record('get', 20, 's3:GetObject', { userIdentity: caller }))
    const to = { role: 'writer', session: 'x', key: 'ASIAX' }
    const [assumed, assumedCopy] = copies(assumeRole('assume', 30, to, { userIdentity: caller }))
    const errorMessage = `not authorized to perform: sts:AssumeRole on resource: ${roleArn('vault')}`
    const denial = { userIdentity: caller, errorCode: 'AccessDenied', errorMessage }
    const [denied, deniedCopy] = copies(record('denied', 40, 'sts:AssumeRole', denial))
    await ingest(ctx, [read, assumed, denied])
    const expected = await observedRows(ctx.orgId)
    expect(expected.uses?.map((use) => use.permission)).toEqual(['s3:GetObject', 'sts:AssumeRole'])
    expect(expected.attempts).toMatchObject([{ actor: roleArn('deployer'), principal: roleArn('vault') }])
    const own = [read, assumed, denied]
    const theirs = [readCopy, assumedCopy, deniedCopy]
    for (const files of [[own, theirs], [theirs, own], [[...own, ...theirs]], [[...theirs, ...own]]]) {
      const to = await newOrganisation()
      for (const file of [...files, ...files]) await ingest(to, file)
      expect(await observedRows(to.orgId)).toEqual(expected)
    }
  })

  it('what one organisation learnt is not another one’s', async () => {
    const other = await newOrganisation()
    await ingest(ctx, story())
    expect((await observedRows(other.orgId)).sessions).toEqual([])
    expect(await ingest(other, story())).toMatchObject({ fresh: 13 })
  })
})

describe('the order of records does not matter', () => {
  it('however files are cut, shuffled, repeated and batched', async () => {
    await ingest(ctx, story())
    const expected = await observedRows(ctx.orgId)
    const records = story()
    const shuffled = fc.tuple(
      fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
      fc.array(fc.constantFrom(...records), { maxLength: 5 }),
      fc.integer({ min: 1, max: records.length }),
      fc.integer({ min: 1, max: 14 }),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, async ([all, again, cut, batchSize]) => {
        const to = await newOrganisation()
        await ingestInBatches(to, batchSize, all.slice(0, cut), [...all.slice(cut), ...again])
        expect(await observedRows(to.orgId)).toEqual(expected)
      }),
      { numRuns: 8 },
    )
  }, 60_000)

  /** The story by a log whose calls name the credential and not when its session began. */
  const undatedStory = () =>
    story().map((each) => {
      const { sessionContext: _, ...identity } = each.userIdentity as Json
      if (each.eventID === 'event-s11') return { ...each, userIdentity: { ...identity, accessKeyId: 'ASIAWRITER' } }
      return { ...each, userIdentity: identity }
    })

  it('nor where calls do not say when their session began, over runs of their own', async () => {
    await ingest(ctx, undatedStory())
    const expected = await observedRows(ctx.orgId)
    expect(expected.sessions).toMatchObject([
      { external_id: 'ASIADEPLOY', issuance_seen: true, allowed_count: 3n, denied_count: 1n },
      { external_id: 'ASIAWRITER', issuance_seen: true, allowed_count: 2n, parent: 'ASIADEPLOY', depth: 1 },
    ])
    const all = undatedStory()
    const shuffled = fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
    const { grants: _, ...rows } = expected
    await fc.assert(
      fc.asyncProperty(shuffled, fc.integer({ min: 1, max: all.length }), async (records, cut) => {
        const to = await newOrganisation()
        await ingestInBatches(to, 2, records.slice(0, cut))
        await ingestInBatches(to, 3, records.slice(cut))
        expect(await observedRows(to.orgId)).toMatchObject(rows)
      }),
      { numRuns: 5, examples: [[all.toReversed(), 5]] },
    )
  }, 60_000)

  it('nor over runs of their own', async () => {
    await ingest(ctx, story())
    const other = await newOrganisation()
    for (const each of story().toReversed()) await ingest(other, [each])
    // While nothing told of the role's trust, its caller had a grant of its own; that grant ended, and stays on record.
    const told = async ({ orgId }: Context) => {
      const { grants = [], ...rows } = await observedRows(orgId)
      return { ...rows, grants: grants.filter((grant) => !String(grant.external_id).includes('|seen|')) }
    }
    expect(await told(other)).toEqual(await told(ctx))
  })
})

describe('what is not known is told as unknown', () => {
  it('a session whose issuance nobody saw is there, and completed when its issuance comes', async () => {
    const call = record('u', 50, 's3:GetObject', { userIdentity: sessionIdentity('deployer', 'run-1', 'ASIALATE', 10) })
    await ingest(ctx, [call])
    expect(await session('ASIALATE')).toMatchObject({
      issuanceSeen: false,
      method: null,
      issuedAt: new Date(START + 10_000),
      expiresAt: null,
      expiryKnown: false,
      breadth: null,
      actor: { name: 'Unknown caller' },
    })
    await ingest(ctx, [assumeRole('i', 10, { role: 'deployer', session: 'run-1', key: 'ASIALATE' })])
    expect(await session('ASIALATE')).toMatchObject({
      issuanceSeen: true,
      method: 'AssumeRole',
      expiresAt: new Date(START + 3_610_000),
      expiryKnown: true,
      allowedCount: 1n,
      actor: { name: 'maria' },
    })
    expect(await reader().delegatedSession.count({ where: { orgId: ctx.orgId } })).toBe(1)
  })

  it('and stays the same session, with what people did with it, when only its key tied its calls to its issuance', async () => {
    const { sessionContext: _, ...userIdentity } = sessionIdentity('deployer', 'run-1', 'ASIALATE', 10)
    const call = (at: number) => record(`u${at}`, at, 's3:GetObject', { userIdentity })
    await ingest(ctx, [call(7_000)])
    await ingest(ctx, [call(2_000)])
    const before = await session('ASIALATE')
    expect(before).toMatchObject({ issuanceSeen: false, issuedAt: new Date(START + 2_000_000), allowedCount: 2n })
    await ingest(ctx, [assumeRole('i', 10, { role: 'deployer', session: 'run-1', key: 'ASIALATE', lifetime: 7200 })])
    await ingest(ctx, [call(60)])
    expect(await session('ASIALATE')).toMatchObject({
      id: before.id,
      issuanceSeen: true,
      issuedAt: new Date(START + 10_000),
      allowedCount: 3n,
    })
  })

  it.each<[string, Json[]]>([
    ['a role older than the log', []],
    [
      'a role older than the log of which one policy was put',
      [putRolePolicy('p', 1, 'deployer', allow('s3:GetObject'))],
    ],
    ['a service-linked role', [{ ...createRole('c', 0, 'deployer'), eventName: 'CreateServiceLinkedRole' }]],
    [
      'a policy that the log hides',
      [
        createRole('c', 0, 'deployer'),
        record('p', 1, 'iam:PutRolePolicy', {
          requestParameters: { roleName: 'deployer', policyName: 'x', policyDocument: '...truncated' },
        }),
      ],
    ],
    [
      'an attached policy that the log does not hold',
      [
        createRole('c', 0, 'deployer'),
        record('p', 1, 'iam:AttachRolePolicy', {
          requestParameters: { roleName: 'deployer', policyArn: `arn:aws:iam::${ACCOUNT}:policy/older` },
        }),
      ],
    ],
  ])('permissions of %s: never none, never all', async (_, before) => {
    await ingest(ctx, [...before, assumeRole('i', 10, { role: 'deployer', session: 's', key: 'ASIAU' })])
    expect(await session('ASIAU')).toMatchObject({
      permissionSetId: null,
      breadth: null,
      grantedCount: null,
      unusedShare: null,
      grant: { permissionsKnown: false, breadth: null },
    })
  })

  it('known as none are the permissions of a role that was made without any', async () => {
    await ingest(ctx, [
      createRole('c', 0, 'deployer'),
      assumeRole('i', 10, { role: 'deployer', session: 's', key: 'ASIAN' }),
    ])
    expect(await session('ASIAN')).toMatchObject({ breadth: 0, grantedCount: 0, unusedShare: null })
  })
})

describe('a session may do what was in force in its time', () => {
  const keys = async (key: string) => (await session(key)).permissionSet?.permissions
  const attach = (id: string, at: number, policyArn: string, name = 'AttachRolePolicy') =>
    record(id, at, `iam:${name}`, { requestParameters: { roleName: 'deployer', policyArn } })
  const issue = (at: number, key: string, more: Json = {}) =>
    assumeRole(`i-${key}`, at, { role: 'deployer', session: key, key, lifetime: 900 }, more)

  it('with policies that came and went', async () => {
    await ingest(ctx, [
      createRole('c', 0, 'deployer'),
      putRolePolicy('p1', 1, 'deployer', allow('s3:GetObject')),
      issue(10, 'ASIA1'),
      record('d', 100, 'iam:DeleteRolePolicy', { requestParameters: { roleName: 'deployer', policyName: 'inline' } }),
      issue(2000, 'ASIA2'),
      putRolePolicy('p2', 2100, 'deployer', allow('s3:PutObject')),
    ])
    expect(await keys('ASIA1')).toEqual(['s3:GetObject'])
    expect(await keys('ASIA2')).toEqual(['s3:PutObject'])
  })

  it('with the version of a customer’s policy that was the default', async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:policy/own`
    const document = (actions: string) => JSON.stringify(allow(actions))
    await ingest(ctx, [
      createRole('c', 0, 'deployer'),
      record('v1', 1, 'iam:CreatePolicy', {
        requestParameters: { policyName: 'own', policyDocument: document('s3:GetObject') },
        responseElements: { policy: { arn, defaultVersionId: 'v1' } },
      }),
      attach('a', 2, arn),
      issue(10, 'ASIA1'),
      record('v2', 1000, 'iam:CreatePolicyVersion', {
        requestParameters: { policyArn: arn, policyDocument: document('s3:PutObject'), setAsDefault: true },
        responseElements: { policyVersion: { versionId: 'v2', isDefaultVersion: true } },
      }),
      issue(1100, 'ASIA2'),
    ])
    expect(await keys('ASIA1')).toEqual(['s3:GetObject'])
    expect(await keys('ASIA2')).toEqual(['s3:PutObject'])
  })

  it('with the policies AWS keeps, within a boundary, a session policy and less what is denied', async () => {
    const boundary = `arn:aws:iam::${ACCOUNT}:policy/bound`
    const policy = JSON.stringify({ ...allow(['s3:Get*', 's3:List*']), Version: '2012-10-17' })
    const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }] }
    await ingest(ctx, [
      record('v', 0, 'iam:CreatePolicy', {
        requestParameters: { policyDocument: JSON.stringify(allow('s3:*Object')) },
        responseElements: { policy: { arn: boundary } },
      }),
      createRole('c', 0, 'deployer'),
      attach('a', 1, 'arn:aws:iam::aws:policy/AmazonS3FullAccess'),
      record('b', 2, 'iam:PutRolePermissionsBoundary', {
        requestParameters: { roleName: 'deployer', permissionsBoundary: boundary },
      }),
      issue(10, 'ASIA1', { request: { policy } }),
      putRolePolicy('d', 1000, 'deployer', deny),
      issue(1100, 'ASIA2', { request: { policy } }),
    ])
    expect(await keys('ASIA1')).toEqual(['s3:GetObject'])
    expect(await keys('ASIA2')).toEqual([])
  })

  it('with a customer’s policy that only the session names, whenever the log tells of it', async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:policy/narrow`
    const policyDocument = JSON.stringify(allow('s3:GetObject'))
    await ingest(ctx, [
      createRole('c', 0, 'deployer'),
      putRolePolicy('p', 1, 'deployer', allow(['s3:GetObject', 's3:PutObject'])),
      issue(10, 'ASIA1', { request: { policyArns: [{ arn }] } }),
    ])
    expect(await keys('ASIA1')).toBeUndefined()
    await ingest(ctx, [
      record('v', 2, 'iam:CreatePolicy', {
        requestParameters: { policyDocument },
        responseElements: { policy: { arn } },
      }),
    ])
    expect(await keys('ASIA1')).toEqual(['s3:GetObject'])
  })

  it('a grant ends when the log says so, also where what ended it is told last', async () => {
    const maria = trust({ AWS: `arn:aws:iam::${ACCOUNT}:user/maria` })
    const story = [
      assumeRole('i', 10, { role: 'older', session: 's', key: 'ASIAO' }),
      record('o', 100, 'iam:DeleteRole', { requestParameters: { roleName: 'older' } }),
      createRole('c1', 0, 'deployer', maria),
      record('d', 100, 'iam:DeleteRole', { requestParameters: { roleName: 'deployer' } }),
      createRole('c2', 200, 'deployer', trust({ Service: 'ec2.amazonaws.com' })),
      createRole('c3', 200, 'older', trust({ Service: 'ec2.amazonaws.com' })),
    ]
    await ingest(ctx, story)
    const { grants } = await observedRows(ctx.orgId)
    expect(grants?.filter((grant) => grant.ended_at)).toMatchObject([
      { principal: roleArn('deployer'), status: 'revoked', ended_at: new Date(START + 100_000) },
      { principal: roleArn('older'), status: 'revoked', ended_at: new Date(START + 100_000) },
    ])
    const other = await newOrganisation()
    for (const each of [0, 5, 1, 2, 4, 3]) await ingest(other, story.slice(each, each + 1))
    expect((await observedRows(other.orgId)).grants).toEqual(grants)
  })

  it('a role deleted and made again has another grant, and its identity is back', async () => {
    await ingest(ctx, [
      createRole('c1', 0, 'deployer', trust({ Service: 'ec2.amazonaws.com' })),
      record('x', 100, 'iam:DeleteRole', { requestParameters: { roleName: 'deployer' } }),
    ])
    await ingest(ctx, [createRole('c2', 200, 'deployer', trust({ Service: 'ec2.amazonaws.com' }))])
    const { grants, identities } = await observedRows(ctx.orgId)
    expect(grants).toMatchObject([
      { status: 'revoked', ended_at: new Date(START + 100_000) },
      { status: 'active', starts_at: new Date(START + 200_000) },
    ])
    expect(identities).toContainEqual(expect.objectContaining({ external_id: roleArn('deployer'), status: 'active' }))
  })

  it('a principal that is trusted no longer has lost its grant, and one that a person ended stays ended', async () => {
    const trusted = trust({ AWS: [`arn:aws:iam::${ACCOUNT}:user/maria`, `arn:aws:iam::${ACCOUNT}:user/bo`] })
    await ingest(ctx, [createRole('c', 0, 'deployer', trusted)])
    await ingest(ctx, [
      record('u', 50, 'iam:UpdateAssumeRolePolicy', {
        requestParameters: {
          roleName: 'deployer',
          policyDocument: JSON.stringify(trust({ AWS: `arn:aws:iam::${ACCOUNT}:user/bo` })),
        },
      }),
    ])
    const { grants } = await observedRows(ctx.orgId)
    expect(grants).toMatchObject([
      { actor: `arn:aws:iam::${ACCOUNT}:user/bo`, status: 'active' },
      { actor: `arn:aws:iam::${ACCOUNT}:user/maria`, status: 'revoked', ended_at: new Date(START + 50_000) },
    ])
  })
})

describe('what cannot be read is told and the rest goes in', () => {
  it('in the summary and in the run', async () => {
    const lines = story().map((each) => JSON.stringify(each))
    lines[4] = '{"eventVersion":'
    const summary = await ingest(ctx, lines.join('\n'), 'a,b,c\n1,2,3\n', '{"Records":[]}')
    expect(summary).toMatchObject({
      files: 3,
      fresh: 12,
      broken: 1,
      brokenRecords: [{ file: 'file-1.json', position: expect.stringMatching(/^record 5, byte \d+$/) }],
      refusedFiles: [{ file: 'file-2.json' }],
    })
    const run = await reader().ingestRun.findFirstOrThrow({ where: { orgId: ctx.orgId } })
    expect(run).toMatchObject({ status: 'completed-with-errors', counts: { fresh: 12, broken: 1, refused: 1 } })
    expect(run.problems).toHaveLength(2)
  })

  it('names that are longer than any is', async () => {
    const letters = randomBytes(3_000).toString('hex')
    const summary = await ingest(ctx, [
      assumeRole('long', 10, { role: letters, session: 'long', key: 'ASIALONG' }),
      assumeRole('short', 20, { role: 'deployer', session: 'short', key: 'ASIASHORT' }),
    ])
    expect(summary).toMatchObject({ fresh: 1, broken: 1 })
    expect(await session('ASIASHORT')).toMatchObject({ name: 'short' })
  })

  it('texts that Postgres cannot hold', async () => {
    const role = 'de\u0000ployer\ud800'
    await ingest(ctx, [
      assumeRole(
        'z',
        10,
        { role, session: 's\u0000', key: 'ASIAZ' },
        { request: { tags: [{ key: '\u0000k', value: '\udc00' }] } },
      ),
    ])
    expect(await session('ASIAZ')).toMatchObject({ name: 's\ufffd', tags: { '\ufffdk': '\ufffd' } })
  })
})

describe('a run that is cut short leaves nothing half-written', () => {
  it('a batch that fails leaves no trace, and the next run completes it', async () => {
    const admin = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await admin.connect()
    await admin.query(`create function refuse_put_item() returns trigger language plpgsql as $$ begin raise exception 'cut short'; end $$;
      create trigger refuse_put_item before insert on delegated_session_uses for each row
      when (new.permission = 'dynamodb:PutItem') execute function refuse_put_item()`)
    await expect(ingestInBatches(ctx, 5, story())).rejects.toThrow(/cut short/)
    const known = await reader().$queryRaw<
      { events: bigint }[]
    >`select count(*) events from ingested_events where org_id = ${ctx.orgId}::uuid`
    expect(known).toEqual([{ events: 5n }])
    const { sessions, attempts } = await observedRows(ctx.orgId)
    expect(sessions).toMatchObject([{ external_id: 'ASIADEPLOY', depth: 0, allowed_count: 0n }])
    expect(attempts).toEqual([])
    expect(await reader().ingestRun.findFirst({ where: { orgId: ctx.orgId } })).toMatchObject({ status: 'failed' })
    await admin.query('drop trigger refuse_put_item on delegated_session_uses; drop function refuse_put_item()')
    await admin.end()
    const summary = await ingestInBatches(ctx, 5, story())
    expect(summary).toMatchObject({ fresh: 8, duplicates: 5 })
    const whole = await newOrganisation()
    await ingest(whole, story())
    expect(await observedRows(ctx.orgId)).toEqual(await observedRows(whole.orgId))
  })

  it('a run that was killed is told as that once it is run again', async () => {
    const start = () => startIngest(ctx, { kind: 'aws-cloudtrail', name: 'AWS CloudTrail', source: 'logs/' })
    const killed = await start()
    const other = await startIngest(ctx, { kind: 'aws-cloudtrail', name: 'AWS CloudTrail', source: 'other/' })
    await start()
    const runs = await reader().ingestRun.findMany({ where: { orgId: ctx.orgId }, orderBy: { status: 'asc' } })
    expect(runs.map(({ status }) => status)).toEqual(['failed', 'running', 'running'])
    expect(runs[0]).toMatchObject({
      id: killed.runId,
      problems: [{ reason: 'the run was cut short' }],
      finishedAt: NOW,
    })
    expect(runs.find(({ source }) => source === 'other/')).toMatchObject({ id: other.runId, status: 'running' })
  })

  it('what a run recorded and could not measure is measured by the next, whatever that reads', async () => {
    const broken = (async function* () {
      yield* streams([story()])
      throw new Error('the machine stopped')
    })()
    await expect(ingestCloudTrail(ctx, broken, { batchSize: 13 })).rejects.toThrow('the machine stopped')
    await ingest(ctx, [record('later', 5000, 'iam:ListRoles')])
    const whole = await newOrganisation()
    await ingest(whole, story())
    expect(await observedRows(ctx.orgId)).toEqual(await observedRows(whole.orgId))
  })
})

describe('afterwards', () => {
  it('detectors are due, and every batch is on record', async () => {
    await ingestInBatches(ctx, 5, story())
    const jobs = await reader().$queryRaw<
      { key: string }[]
    >`select key from graphile_worker.jobs where key = ${`detect:${ctx.orgId}`}`
    expect(jobs).toHaveLength(1)
    const events = await reader().auditEvent.findMany({ where: { orgId: ctx.orgId, action: 'records.ingested' } })
    const batches = events
      .map((event) => event.data as { fresh?: number; stage?: string })
      .filter((data) => !data.stage)
    expect(batches.map((data) => data.fresh).sort()).toEqual([3, 5, 5])
  })

  it('a session that began in another month than its calls is one session', async () => {
    const midnight = Math.round((Date.parse('2026-11-01T00:00:00Z') - START) / 1000)
    await ingest(ctx, [
      assumeRole('m', midnight - 60, { role: 'deployer', session: 's', key: 'ASIAM' }),
      record('m2', midnight + 60, 's3:GetObject', {
        userIdentity: sessionIdentity('deployer', 's', 'ASIAM', midnight - 60),
      }),
    ])
    expect(await session('ASIAM')).toMatchObject({ allowedCount: 1n, lastUsedAt: new Date(time(midnight + 60)) })
  })
})
