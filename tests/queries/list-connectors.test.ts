import { describe, expect, it } from 'vitest'
import { newId } from '@/lib/id'
import { listConnectors } from '@/lib/queries/list-connectors'
import { listIngestRuns } from '@/lib/queries/list-ingest-runs'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

async function connect(org: Access) {
  const id = newId(NOW)
  const data = { orgId: org.orgId, id, kind: 'aws-cloudtrail', name: '1234', createdAt: NOW, lastReceivedAt: at('-1h') }
  await org.db.connector.create({ data })
  return id
}

async function run(org: Access, connectorId: string, status: string, problems: object[] = []) {
  const common = {
    orgId: org.orgId,
    id: newId(NOW),
    connectorId,
    source: 'trail.json',
    startedBy: 'Rita',
    startedAt: NOW,
  }
  await org.db.ingestRun.create({ data: { ...common, status, counts: { records: 9, note: 'x' }, problems } })
}

describe('listing sources and runs', () => {
  it('shows nothing of another organisation', async () => {
    const theirs = await createAccess()
    await run(theirs, await connect(theirs), 'completed')
    const ours = await createAccess()
    expect(await listConnectors(ours.ctx)).toEqual([])
    expect(await listIngestRuns(ours.ctx)).toEqual([])
  })

  it('counts what each brought, and which runs had problems', async () => {
    const org = await createAccess()
    const connectorId = await connect(org)
    await org.session({ connectorId, origin: 'observed' })
    await org.session({ connectorId, origin: 'observed', issuedAt: at('-2h'), expiresAt: at('-1h') })
    await run(org, connectorId, 'completed')
    await run(org, connectorId, 'completed-with-errors', [
      { file: 'trail.json', position: 'record 3, byte 812', reason: 'no JSON' },
    ])
    expect(await listConnectors(org.ctx)).toMatchObject([{ live: 1, runs: 2, failedRuns: 1, canRevoke: false }])
    const runs = await listIngestRuns(org.ctx)
    expect(runs.find((each) => each.status !== 'completed')).toMatchObject({
      counts: { records: 9 },
      problems: ['trail.json, record 3, byte 812: no JSON'],
    })
  })

  it('are refused to a role that may not see connections', async () => {
    const org = await createAccess(['manager'])
    await expect(listConnectors(org.ctx)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listIngestRuns(org.ctx)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
