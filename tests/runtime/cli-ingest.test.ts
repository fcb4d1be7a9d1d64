import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createOrganisation } from '@/lib/commands/create-organisation'
import { type Context, systemContext } from '@/lib/domain/context'
import { listIngestRuns } from '@/lib/queries/list-ingest-runs'
import { ingestFromTerminal } from '@/lib/runtime/cli-ingest'
import { UsageError } from '@/lib/runtime/usage-error'
import { story } from '@/tests/fixtures/cloudtrail-records'

let folder: string
let ctx: Context

beforeAll(async () => {
  const now = new Date()
  const actor = { kind: 'system', name: 'test' } as const
  const { orgId } = await createOrganisation({ actor, now }, { slug: 'cli', name: 'CLI', timeZone: 'UTC' })
  ctx = systemContext(orgId, 'test', now)
  folder = await mkdtemp(path.join(tmpdir(), 'remit-cli-'))
  await mkdir(path.join(folder, 'logs', 'deep'), { recursive: true })
  await writeFile(path.join(folder, 'logs', 'one.json'), JSON.stringify({ Records: story().slice(0, 6) }))
  await writeFile(path.join(folder, 'logs', 'deep', 'two.gz'), gzipSync(JSON.stringify(story().slice(6))))
  await writeFile(path.join(folder, 'logs', '.hidden'), 'not read')
  await writeFile(path.join(folder, 'table.csv'), 'a,b\n1,2\n')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(paths: string[], json: boolean) {
  const written = { out: '', err: '' }
  const into = (name: keyof typeof written) => (text: unknown) => {
    written[name] += text
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(into('out'))
  vi.spyOn(process.stderr, 'write').mockImplementation(into('err'))
  const code = await ingestFromTerminal(
    ctx,
    'aws-cloudtrail',
    paths.map((each) => path.join(folder, each)),
    { json },
  )
  vi.restoreAllMocks()
  return { code, ...written }
}

describe('remit ingest', () => {
  it('reads folders with all below them, and the last line is one object of counts', async () => {
    const { code, out } = await run(['logs'], true)
    expect(code).toBe(0)
    expect(await listIngestRuns(ctx)).toMatchObject([{ source: path.join(folder, 'logs'), status: 'completed' }])
    const counts = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')
    expect(counts).toMatchObject({
      files: 2,
      records: 13,
      fresh: 13,
      sessions: 2,
      attempts: 1,
      uses: 6,
      broken: 0,
      refused: 0,
    })
  })

  it('says when a run adds nothing', async () => {
    const { code, out } = await run(['logs'], false)
    expect(code).toBe(0)
    expect(out).toContain('Nothing new: every record had been ingested before.')
  })

  it('tells what it could not read and ends with code 2', async () => {
    const { code, out, err } = await run(['logs', 'table.csv', 'missing.json'], true)
    expect(code).toBe(2)
    expect(err).toMatch(
      /table\.csv: refused: it holds no CloudTrail record\n.*missing\.json: refused: there is no such file/,
    )
    expect(JSON.parse(out)).toMatchObject({ files: 4, duplicates: 13, refused: 2 })
  })

  it('leaves out the digests of a trail’s bucket and counts them; one that is asked for is refused', async () => {
    const bucket = path.join(folder, 'AWSLogs', 'o-1', '111122223333')
    const digest = '111122223333_CloudTrail-Digest_eu-west-1_trail_20261120T100000Z.json.gz'
    const proof = gzipSync(JSON.stringify({ digestStartTime: '2026-11-20T09:00:00Z', logFiles: [] }))
    await mkdir(path.join(bucket, 'CloudTrail-Digest'), { recursive: true })
    await mkdir(path.join(bucket, 'CloudTrail'), { recursive: true })
    await writeFile(path.join(bucket, 'CloudTrail-Digest', digest), proof)
    await writeFile(path.join(bucket, 'CloudTrail', 'log.json.gz'), gzipSync(JSON.stringify({ Records: story() })))
    const whole = await run(['AWSLogs'], true)
    expect(whole.code).toBe(0)
    expect(JSON.parse(whole.out)).toMatchObject({ files: 1, records: 13, digests: 1, refused: 0 })
    expect((await run(['AWSLogs'], false)).out).toContain('1 digest left out: they hold no records.')
    const one = await run([path.relative(folder, path.join(bucket, 'CloudTrail-Digest', digest))], true)
    expect(one).toMatchObject({ code: 2, err: expect.stringContaining('it is a CloudTrail digest') })
    await expect(run([path.relative(folder, path.join(bucket, 'CloudTrail-Digest'))], true)).rejects.toThrow(/digests/)
  })

  it('tells a link that leads nowhere', async () => {
    await mkdir(path.join(folder, 'links'))
    await symlink(path.join(folder, 'gone.json'), path.join(folder, 'links', 'log.json'))
    const { code, err } = await run(['links'], true)
    expect(code).toBe(2)
    expect(err).toContain('log.json: refused: there is no such file')
  })

  it('counts that add up, whatever a file holds', async () => {
    const skipped = { ...story()[0], eventCategory: 'Insight' }
    const lines = [...story(), skipped].map((each) => JSON.stringify(each))
    const broken = Array.from({ length: 1500 }, (_, n) => `{"eventVersion":"${n}"`)
    await writeFile(path.join(folder, 'mixed.json'), [...broken, ...lines, 'hello', lines[0]].join('\n'))
    const { code, out } = await run(['mixed.json'], true)
    const { records, fresh, duplicates, skipped: others, broken: unread, brokenRecords } = JSON.parse(out)
    expect({ code, records, fresh, duplicates, others, unread }).toEqual({
      ...{ code: 2, records: 1516, fresh: 0, duplicates: 14, others: 1, unread: 1501 },
    })
    expect(brokenRecords).toHaveLength(1000)
  })

  it('refuses a source it does not know and a folder with nothing in it', async () => {
    await expect(ingestFromTerminal(ctx, 'toString', [folder], {})).rejects.toThrow(UsageError)
    await mkdir(path.join(folder, 'empty'), { recursive: true })
    await expect(run(['empty'], true)).rejects.toThrow(/There is no file/)
  })
})
