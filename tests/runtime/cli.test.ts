import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'
import { callRemit, lastLine, spawnRemit } from '@/tests/support/remit-command'
import { roleChainTrail } from '@/tests/support/role-chain-trail'

const LIMIT_MILLISECONDS = 60_000
let folder: string

beforeAll(async () => {
  await createLifecycle()
  folder = await mkdtemp(path.join(tmpdir(), 'remit-cli-'))
  await writeFile(path.join(folder, 'trail.json'), roleChainTrail({ name: 'caller', now: new Date() }))
  await writeFile(path.join(folder, 'people.csv'), 'name,role\nAda,admin\n')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test(
  'what is ingested from any folder is counted, and listed, each with an id',
  async () => {
    const first = await spawnRemit(folder, 'ingest', 'aws-cloudtrail', 'trail.json', '--json')
    expect(first).toMatchObject({ code: 0 })
    expect(lastLine(first)).toMatchObject({ records: 3, fresh: 3, sessions: 2 })
    const list = await spawnRemit(folder, 'sessions', 'list', '--source', 'aws-cloudtrail', '--json')
    expect(list).toMatchObject({ code: 0, stderr: '' })
    const ids = JSON.parse(list.stdout).map((row: { id: string }) => row.id)
    expect(ids).toHaveLength(2)
    expect(ids).toEqual([expect.stringMatching(/^ses_/), expect.stringMatching(/^ses_/)])
  },
  LIMIT_MILLISECONDS,
)

test(
  'what is no CloudTrail and an unknown organisation end with 2 and one sentence',
  async () => {
    const refused = await callRemit(folder, 'ingest', 'aws-cloudtrail', 'people.csv', '--json')
    const organisation = await callRemit(folder, 'sessions', 'list', '--json', '--org', 'nobody')
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/^people\.csv: refused: .*CloudTrail/) })
    expect(lastLine(refused)).toMatchObject({ records: 0, refused: 1 })
    expect(organisation).toMatchObject({ code: 2, stdout: '', stderr: 'There is no organisation "nobody".\n' })
  },
  LIMIT_MILLISECONDS,
)
