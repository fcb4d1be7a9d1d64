import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DomainError } from '@/lib/domain/error'
import { buildCatalogue, findPermission, matchesWildcard } from '@/lib/domain/iam-catalogue'
import { effectivePermissions, intersectPermissions } from '@/lib/domain/iam-effective'
import { parsePolicyDocument } from '@/lib/domain/iam-policy'
import type { AccessLevel } from '@/lib/domain/permission'

const ACTIONS: Record<string, AccessLevel> = {
  's3:GetObject': 'read',
  's3:GetObjectAcl': 'read',
  's3:PutObject': 'write',
  's3:ListBucket': 'list',
  's3-outposts:GetObject': 'read',
  'iam:PassRole': 'write',
  'iam:CreateRole': 'write',
  'ec2:RunInstances': 'write',
  'execute-api:Invoke': 'write',
}
const ALL = Object.keys(ACTIONS).sort()
const catalogue = buildCatalogue(
  Object.entries(ACTIONS).map(([key, accessLevel]) => ({ key, accessLevel, categories: [] })),
)

type Written = Record<string, unknown>
const expand = (...policies: (Written | Written[])[]) =>
  effectivePermissions(
    policies.map((statements) => parsePolicyDocument({ Version: '2012-10-17', Statement: statements })),
    catalogue,
  )
const allow = (Action: unknown, more: Written = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more })
const deny = (Action: unknown, more: Written = {}) => ({ Effect: 'Deny', Action, Resource: '*', ...more })
const kinds = (...policies: Parameters<typeof expand>) => expand(...policies).notes.map(({ kind }) => kind)

describe('reading a policy', () => {
  test('one statement, one action and lists of them read the same', () => {
    const single = parsePolicyDocument({ Statement: allow('s3:GetObject') })
    expect(parsePolicyDocument({ Statement: [allow(['s3:GetObject'], { Resource: ['*'] })] })).toEqual(single)
  })

  test('JSON text, URL-encoded text and other cases of element names read the same', () => {
    const written = { Version: '2012-10-17', Statement: [allow('s3:*')] }
    const read = parsePolicyDocument(written)
    expect(parsePolicyDocument(JSON.stringify(written))).toEqual(read)
    expect(parsePolicyDocument(encodeURIComponent(JSON.stringify(written)))).toEqual(read)
    expect(parsePolicyDocument({ statement: [{ effect: 'Allow', action: 's3:*', resource: '*' }] })).toEqual(read)
  })

  test.each([
    ['text that is not JSON', 'Allow everything'],
    ['a broken URL encoding', '%7B%'],
    ['no object', 7],
    ['nothing', null],
    ['no statement', { Version: '2012-10-17' }],
    ['a statement that is text', { Statement: 'Allow' }],
    ['an unknown effect', { Statement: { Effect: 'Maybe', Action: '*', Resource: '*' } }],
    ['neither Action nor NotAction', { Statement: { Effect: 'Allow', Resource: '*' } }],
    ['both Action and NotAction', { Statement: allow('*', { NotAction: 'iam:*' }) }],
    ['both Resource and NotResource', { Statement: allow('*', { NotResource: 'arn:aws:s3:::a' }) }],
    ['an action that is a number', { Statement: allow(3) }],
  ])('%s is refused with a reason', (_what, source) => {
    expect(() => parsePolicyDocument(source)).toThrowError(
      expect.objectContaining({ code: 'invalid_policy', message: expect.stringContaining('This is no IAM policy') }),
    )
    expect(() => parsePolicyDocument(source)).toThrow(DomainError)
  })

  test('a refusal says where', () => {
    const source = { Statement: [allow('*'), { Effect: 'Allow' }] }
    expect(() => parsePolicyDocument(source)).toThrow(/statements\.1/)
  })
})

describe('wildcards', () => {
  test.each([
    ['s3:get*', ['s3:GetObject', 's3:GetObjectAcl']],
    ['S3:GETOBJECT', ['s3:GetObject']],
    ['s3:???Object', ['s3:GetObject', 's3:PutObject']],
    ['s3:*Object*', ['s3:GetObject', 's3:GetObjectAcl', 's3:PutObject']],
    ['s3*:GetObject', ['s3-outposts:GetObject', 's3:GetObject']],
    ['*:CreateRole', ['iam:CreateRole']],
    ['*', ALL],
    ['*:*', ALL],
  ])('%s', (pattern, expected) => {
    expect(expand(allow(pattern)).permissions).toEqual(expected)
  })

  test('a pattern of one service names nothing of another whose prefix begins alike', () => {
    expect(expand(allow('s3:*')).permissions).not.toContain('s3-outposts:GetObject')
  })

  test('matching agrees with a regular expression', () => {
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 })
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 10 })
    fc.assert(
      fc.property(glob, text, (pattern, candidate) => {
        const regular = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`)
        expect(matchesWildcard(pattern, candidate)).toBe(regular.test(candidate))
      }),
    )
  })

  test('a pattern made to be slow is not', () => {
    const started = performance.now()
    expect(matchesWildcard(`${'*a'.repeat(200)}b`, 'a'.repeat(2000))).toBe(false)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('what policies allow together', () => {
  test('an unconditional Deny takes away, from every policy and in either order', () => {
    const expected = ALL.filter((key) => !key.startsWith('iam:'))
    expect(expand(allow('*'), deny('iam:*')).permissions).toEqual(expected)
    expect(expand(deny('iam:*'), allow('*')).permissions).toEqual(expected)
  })

  test('NotAction allows all but what it names, and says so', () => {
    const { permissions, notes } = expand({ Effect: 'Allow', NotAction: ['iam:*', 'ec2:*'], Resource: '*' })
    expect(permissions).toEqual(ALL.filter((key) => !/^(iam|ec2):/.test(key)))
    expect(notes).toEqual([{ kind: 'not-action', policy: 0, statement: 0, sid: null, actions: ['iam:*', 'ec2:*'] }])
  })

  test('Deny with NotAction leaves only what it names', () => {
    expect(expand(allow('*'), { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }).permissions).toEqual(
      ALL.filter((key) => key.startsWith('s3:')),
    )
  })

  test.each([
    ['under a condition', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }],
    ['on some resources', { Resource: 'arn:aws:iam::*:role/admin' }],
    ['on all resources but some', { Resource: undefined, NotResource: 'arn:aws:iam::*:role/app' }],
  ])('a Deny %s does not take away, and is noted', (_what, more) => {
    const { permissions, notes } = expand(allow('iam:*'), deny('iam:PassRole', { Sid: 'NoPass', ...more }))
    expect(permissions).toContain('iam:PassRole')
    expect(notes).toMatchObject([{ kind: 'deny-conditional', policy: 1, sid: 'NoPass', actions: ['iam:PassRole'] }])
  })

  test.each([
    ['*', []],
    ['arn:aws:*:*:*:*', []],
    ['arn:aws:s3:::bucket/*', ['resource-limited']],
    [['arn:aws:s3:::bucket/*', '*'], []],
  ])('resource %j', (Resource, expected) => {
    expect(kinds(allow('s3:*', { Resource }))).toEqual(expected)
  })

  test('conditions and NotResource of an Allow are noted with what they say', () => {
    const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
    const { permissions, notes } = expand(
      allow('s3:GetObject', { Condition, Resource: undefined, NotResource: 'arn:aws:s3:::private' }),
    )
    expect(permissions).toEqual(['s3:GetObject'])
    expect(notes.find(({ kind }) => kind === 'condition')).toMatchObject({ conditions: Condition })
    expect(notes.find(({ kind }) => kind === 'not-resource')).toMatchObject({ resources: ['arn:aws:s3:::private'] })
  })

  test('an action the catalogue does not know is reported, never granted', () => {
    const { permissions, notes } = expand(allow(['s3:GetObject', 's3:ListObjects', 'nowhere:*']))
    expect(permissions).toEqual(['s3:GetObject'])
    expect(notes).toMatchObject([{ kind: 'unknown-action', actions: ['s3:ListObjects', 'nowhere:*'] }])
  })

  test.each(['', ':', ':*', ' *'])('%j is no action, and not all of them', (pattern) => {
    const { permissions, notes } = expand(allow(pattern))
    expect([permissions, notes.map(({ kind }) => kind)]).toEqual([[], ['unknown-action']])
  })

  test('no policy allows nothing', () => {
    expect(expand()).toEqual({ permissions: [], notes: [] })
    expect(expand([])).toEqual({ permissions: [], notes: [] })
  })
})

describe('bounds', () => {
  test('a session policy can only take away', () => {
    const role = expand(allow(['s3:*', 'iam:PassRole']))
    const session = expand(allow(['s3:GetObject', 'ec2:RunInstances']))
    expect(intersectPermissions(role, session).permissions).toEqual(['s3:GetObject'])
  })

  test('notes of every bound are kept and can be told apart', () => {
    const limited = expand(allow('s3:*', { Resource: 'arn:aws:s3:::a' }))
    const { notes } = intersectPermissions(limited, limited, limited)
    expect(notes.map(({ policy }) => policy)).toEqual([0, 1, 2])
  })
})

const pattern = fc.constantFrom(...ALL, 's3:*', 's3:Get*', 'iam:*', '*', 'EC2:run*', '*:Get*', 'no:Such')
const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.array(pattern, { minLength: 1, maxLength: 4 }),
  Resource: fc.constantFrom('*', 'arn:aws:s3:::a/*'),
})
const policies = fc.array(fc.array(statement, { maxLength: 4 }), { maxLength: 4 })

describe('for every set of policies', () => {
  test('the order of policies, statements and actions does not matter', () => {
    fc.assert(
      fc.property(policies, (written) => {
        const turned = written
          .map((one) => one.map((s) => ({ ...s, Action: s.Action.toReversed() })).reverse())
          .reverse()
        expect(expand(...turned).permissions).toEqual(expand(...written).permissions)
      }),
    )
  })

  test('what an unconditional Deny names is never allowed', () => {
    fc.assert(
      fc.property(policies, pattern, (written, denied) => {
        const left = expand(...written, deny(denied)).permissions
        expect(left.filter((key) => matchesWildcard(denied.toLowerCase(), key.toLowerCase()))).toEqual([])
      }),
    )
  })

  test('another Allow never takes away, another Deny never adds', () => {
    fc.assert(
      fc.property(policies, pattern, (written, named) => {
        const before = expand(...written).permissions
        expect(expand(...written, allow(named)).permissions).toEqual(expect.arrayContaining(before))
        expect(before).toEqual(expect.arrayContaining(expand(...written, deny(named)).permissions))
      }),
    )
  })

  test('actions are sorted, distinct and spelt as the provider does', () => {
    fc.assert(
      fc.property(policies, (written) => {
        const { permissions } = expand(...written)
        expect(permissions).toEqual([...new Set(permissions)].sort())
        expect(permissions.map((key) => findPermission(catalogue, key)?.key)).toEqual(permissions)
      }),
    )
  })

  test('bounding is the same whichever way round', () => {
    fc.assert(
      fc.property(policies, policies, (role, session) => {
        const [a, b] = [expand(...role), expand(...session)]
        expect(intersectPermissions(a, b).permissions).toEqual(intersectPermissions(b, a).permissions)
      }),
    )
  })
})
