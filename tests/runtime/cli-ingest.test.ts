import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
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

  it('refuses a source it does not know and a folder with nothing in it', async () => {
    await expect(ingestFromTerminal(ctx, 'toString', [folder], {})).rejects.toThrow(UsageError)
    await mkdir(path.join(folder, 'empty'), { recursive: true })
    await expect(run(['empty'], true)).rejects.toThrow(/There is no file/)
  })
})
