import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, type TestContext, vi } from 'vitest'
import { createOrganisation } from '@/lib/commands/create-organisation'
import { reader } from '@/lib/db'
import { systemContext } from '@/lib/domain/context'
import { type IngestSummary, ingestCloudTrail } from '@/lib/jobs/ingest-cloudtrail'
import { NOW } from '@/tests/support/clock'
import { observedRows } from '@/tests/support/observed-rows'

/** Records that no one on this project wrote stand beside the checkout, not in it: their licences differ. */
const data = fileURLToPath(new URL('../../../shared/data', import.meta.url))
const INVICTUS = `${data}/cloudtrail-invictus`

vi.setConfig({ testTimeout: 60_000 })

let count = 0

async function ingest(test: TestContext, file: string): Promise<{ orgId: string; summary: IngestSummary }> {
  if (!existsSync(file)) test.skip(`${file} is not there`)
  const actor = { kind: 'system', name: 'test' } as const
  const { orgId } = await createOrganisation(
    { actor, now: NOW },
    { slug: `real-${++count}`, name: 'Real', timeZone: 'UTC' },
  )
  const inputs = (async function* () {
    yield { name: file, stream: createReadStream(file) }
  })()
  return { orgId, summary: await ingestCloudTrail(systemContext(orgId, 'test', NOW), inputs) }
}

let invictus: ReturnType<typeof ingest> | undefined
const ingestInvictus = (test: TestContext) => {
  invictus ??= ingest(test, `${INVICTUS}/records.jsonl.gz`)
  return invictus
}

const sessionsOf = (orgId: string) =>
  reader().delegatedSession.findMany({
    where: { orgId },
    include: { uses: true, permissionSet: true, parent: true, actor: true, principal: true },
    orderBy: { id: 'asc' },
  })

type Derived = {
  session: string
  granted: number | null
  used_ok: string[]
  used_denied: string[]
  used_within_grant: number | null
  unused_pct: number | null
}

describe('an hour of one account under attack', () => {
  it('has 49 AssumeRole: 13 refused, 36 sessions, 8 of them used by their own key', async (test) => {
    const { orgId, summary } = await ingestInvictus(test)
    expect(summary).toMatchObject({ records: 2900, fresh: 2900, sessions: 36, attempts: 13, broken: 0 })
    const used = (await sessionsOf(orgId)).filter((session) => session.allowedCount + session.deniedCount > 0n)
    const byService = used.filter((session) => session.principal.name.startsWith('AWSServiceRoleFor'))
    expect(used.length - byService.length).toBe(8)
    // The services' own calls have no key: they are tied by ARN and time, to six more of the 36.
    expect(byService).toHaveLength(6)
  })

  it('gives the granted and the used of each session as they were worked out apart', async (test) => {
    const { orgId } = await ingestInvictus(test)
    const derived: Derived[] = JSON.parse(readFileSync(`${INVICTUS}/DERIVED-sessions-granted-vs-used.json`, 'utf8'))
    const sessions = await sessionsOf(orgId)
    expect(derived).toHaveLength(10)
    for (const expected of derived) {
      const own = sessions.filter((each) => each.sessionArn === expected.session && each.uses.length > 0)
      const uses = own.flatMap((each) => each.uses)
      const keys = (isWanted: (use: (typeof uses)[number]) => boolean) =>
        [...new Set(uses.filter(isWanted).map((use) => use.permission.toLowerCase()))].sort()
      const granted = own[0]?.permissionSet?.permissions.map((key) => key.toLowerCase())
      const within = granted && keys((use) => use.allowedCount > 0n).filter((key) => granted.includes(key)).length
      expect({
        session: expected.session,
        granted: own[0]?.grantedCount,
        used_ok: keys((use) => use.allowedCount > 0n),
        used_denied: keys((use) => use.deniedCount > 0n),
        within: within ?? null,
        unused: granted && within !== undefined ? Math.round(1000 * (1 - within / granted.length)) / 10 : null,
      }).toEqual({
        session: expected.session,
        granted: expected.granted,
        used_ok: expected.used_ok,
        used_denied: expected.used_denied,
        within: expected.used_within_grant,
        unused: expected.unused_pct,
      })
    }
  })

  it('adds nothing the second time', async (test) => {
    const { orgId } = await ingestInvictus(test)
    const rows = await observedRows(orgId)
    const again = (async function* () {
      yield { name: 'again', stream: createReadStream(`${INVICTUS}/records.jsonl.gz`) }
    })()
    expect(await ingestCloudTrail(systemContext(orgId, 'test', NOW), again)).toMatchObject({
      fresh: 0,
      duplicates: 2900,
    })
    expect(await observedRows(orgId)).toEqual(rows)
  })
})

describe('the records of AWS’s own documentation', () => {
  it('give each shape of AssumeRole, the copies of one call merged, and the chain', async (test) => {
    const { orgId, summary } = await ingest(test, `${data}/cloudtrail-aws-docs-sts/records.json`)
    expect(summary).toMatchObject({ records: 6, fresh: 5, duplicates: 1 })
    const sessions = await sessionsOf(orgId)
    expect(
      sessions.map(({ name, method, depth, sourceIdentity, actor }) => ({
        name,
        method,
        depth,
        sourceIdentity,
        actor: actor.name,
      })),
    ).toEqual([
      { name: 'JohnDoe-EC2-dev', method: 'AssumeRole', depth: 0, sourceIdentity: 'JohnDoe', actor: 'JohnDoe' },
      {
        name: 'MyAssignedRoleSessionName',
        method: 'AssumeRoleWithWebIdentity',
        depth: 0,
        sourceIdentity: 'MyWebIdentityUser',
        actor: '<id of user>',
      },
      { name: 'devdsk', method: null, depth: 0, sourceIdentity: null, actor: 'Unknown caller' },
      { name: 'JohnRole1', method: null, depth: 0, sourceIdentity: 'JohnDoe', actor: 'Unknown caller' },
      { name: 'Role2WithTags', method: 'AssumeRole', depth: 1, sourceIdentity: 'JohnDoe', actor: 'JohnRole1' },
      {
        name: 'MyAssignedRoleSessionName',
        method: 'AssumeRoleWithSAML',
        depth: 0,
        sourceIdentity: 'MySAMLUser',
        actor: 'SamlExample',
      },
    ])
    const chained = sessions.find((session) => session.name === 'Role2WithTags')
    expect(chained).toMatchObject({
      parent: { name: 'JohnRole1', issuanceSeen: false },
      tags: { Department: 'Engineering', Email: 'johndoe@example.com', CostCenter: '12345' },
      transitiveTagKeys: ['CostCenter', 'Department', 'Email'],
    })
  })
})

describe('EKS pod identity, as lookup-events writes it', () => {
  it('gives the pod six hours in the name of its service account', async (test) => {
    const { orgId } = await ingest(test, `${data}/cloudtrail-eks-pod-identity/lookup-events.json`)
    const [node, pod] = await sessionsOf(orgId)
    expect(node).toMatchObject({
      issuanceSeen: false,
      actor: { name: 'ec2.amazonaws.com' },
      uses: [{ permission: 'eks-auth:AssumeRoleForPodIdentity' }],
    })
    expect(pod).toMatchObject({ actor: { name: 'ns-a/sa1', kind: 'workload' }, transitiveTagKeys: { length: 6 } })
    expect((pod?.expiresAt?.getTime() ?? 0) - (pod?.issuedAt.getTime() ?? 0)).toBe(6 * 3_600_000)
  })
})
