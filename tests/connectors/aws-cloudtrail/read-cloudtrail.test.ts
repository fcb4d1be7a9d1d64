import { createReadStream } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CloudTrailEvent } from '@/lib/connectors/aws-cloudtrail/cloudtrail-event'
import { type BrokenRecord, readCloudTrail } from '@/lib/connectors/aws-cloudtrail/read-cloudtrail'
import { ACCOUNT, record, story } from '@/tests/fixtures/cloudtrail-records'
import { NOW } from '@/tests/support/clock'

const everywhere = (content: string) => Array.from({ length: content.length }, (_, at) => at)

type Read = { names: string[]; ids: unknown[]; broken: BrokenRecord[]; skipped: number; refusal?: string }

async function* inPieces(bytes: Buffer, cuts: readonly number[]) {
  let from = 0
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    if (cut <= from || cut >= bytes.length) continue
    yield bytes.subarray(from, cut)
    from = cut
  }
  yield bytes.subarray(from)
}

async function read(content: string | Buffer, cuts: readonly number[] = []): Promise<Read> {
  const { events: _, ...result } = await readEvents(content, cuts)
  return result
}

async function readEvents(content: string | Buffer, cuts: readonly number[] = []) {
  const result: Read & { events: CloudTrailEvent[] } = { events: [], names: [], ids: [], broken: [], skipped: 0 }
  for await (const reading of readCloudTrail(inPieces(Buffer.from(content), cuts), NOW)) {
    result.events.push(...reading.events)
    result.ids.push(...reading.events.map((event) => event.raw.eventID))
    result.names.push(...reading.events.map((event) => event.name))
    result.broken.push(...reading.broken)
    result.skipped += reading.skipped
    result.refusal = reading.refusal
  }
  return result
}

const records = story()
const ids = records.map((each) => each.eventID)
const lines = records.map((each) => JSON.stringify(each))
const lookup = records.map((each) => ({ EventId: each.eventID, CloudTrailEvent: JSON.stringify(each) }))

const SHAPES: Record<string, string> = {
  'a log file': JSON.stringify({ Records: records }),
  'a log file, pretty-printed': JSON.stringify({ Records: records }, null, 2),
  'an array': JSON.stringify(records),
  'an array, pretty-printed': JSON.stringify(records, null, 4),
  'JSON lines': lines.join('\n'),
  'JSON lines with Windows line ends and empty lines': `${lines.join('\r\n\r\n')}\r\n`,
  'records with nothing between': lines.join(''),
  'pretty-printed records one after another': records.map((each) => JSON.stringify(each, null, 2)).join('\n'),
  'log files one after another': [records.slice(0, 5), records.slice(5)]
    .map((part) => JSON.stringify({ Records: part }))
    .join('\n'),
  'a log file a line': records.map((each) => JSON.stringify({ Records: [each] })).join('\n'),
  'an array of log files': JSON.stringify([{ Records: records.slice(0, 3) }, { Records: records.slice(3) }]),
  'lookup-events': JSON.stringify({ Events: lookup, NextToken: 'a]}{"b' }, null, 2),
  'lookup-events, the token first': JSON.stringify({ NextToken: '{"Records":[', Events: lookup }),
  'EventBridge events': records
    .map((each) => JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: each }))
    .join('\n'),
  'CloudWatch Logs': JSON.stringify({
    messageType: 'DATA_MESSAGE',
    logEvents: lines.map((message) => ({ id: '1', timestamp: 1, message })),
  }),
  'CloudWatch Logs as it exports, a time before every record': lines
    .map((line) => `2026-11-20T09:00:00.000Z ${line}\n`)
    .join(''),
  'CloudWatch Logs as `aws logs tail` prints it': lines
    .map((line) => `2026-11-20T09:00:00.000000+00:00 ${ACCOUNT}_CloudTrail_eu-west-1 ${line}\n`)
    .join(''),
  'the texts of lookup-events alone': JSON.stringify(lines, null, 4),
  'the texts of lookup-events alone, a line each': lines.map((line) => JSON.stringify(line)).join('\n'),
  'lookup-events as text, with tabs between': lines.join('\t'),
  'pages of lookup-events one after another': lookup
    .map((each) => JSON.stringify({ Events: [each] }, null, 4))
    .join('\n'),
  'query results of CloudTrail Lake': JSON.stringify({
    QueryStatus: 'FINISHED',
    QueryResultRows: lines.map((eventJson) => [{ eventJson }]),
  }),
  'rows of Athena as JSON lines': records.map((each) => JSON.stringify(asRow(each))).join('\n'),
  'messages of a queue': JSON.stringify({
    Messages: records.map((each) => ({ MessageId: '1', Body: JSON.stringify({ detail: each, source: 'aws.sts' }) })),
  }),
  'Splunk results': lines
    .map((_raw, offset) => JSON.stringify({ preview: false, offset, result: { _raw } }))
    .join('\n'),
  'Elastic documents': lines.map((original) => JSON.stringify({ _source: { event: { original } } })).join('\n'),
  'a list of records twice in one object': `{"Records":[${lines.slice(0, 5)}],"next":"x","Records":[${lines.slice(5)}]}`,
  'with a byte order mark': `\ufeff${JSON.stringify({ Records: records })}`,
}

/** A record as SQL gives it: names without capitals, and the parameters as texts. */
function asRow(value: Record<string, unknown>): Record<string, unknown> {
  const lower = (inner: unknown): unknown =>
    typeof inner === 'object' && inner !== null
      ? Object.fromEntries(Object.entries(inner).map(([key, each]) => [key.toLowerCase(), lower(each)]))
      : inner
  const { userIdentity, requestParameters, responseElements, ...rest } = value
  return {
    ...(lower(rest) as object),
    useridentity: lower(userIdentity),
    requestparameters: JSON.stringify(requestParameters),
    responseelements: JSON.stringify(responseElements),
  }
}

describe('every shape gives the same records', () => {
  it.each(Object.entries(SHAPES))('%s', async (_, content) => {
    expect(await read(content)).toMatchObject({ ids, broken: [], refusal: undefined })
  })

  it.each(Object.entries(SHAPES))('%s, gzipped', async (_, content) => {
    expect(await read(gzipSync(content))).toMatchObject({ ids, broken: [], refusal: undefined })
  })

  it('gzip members one after another, gzip in gzip, UTF-16', async () => {
    const halves = [lines.slice(0, 6), lines.slice(6)].map((part) => gzipSync(`${part.join('\n')}\n`))
    expect((await read(Buffer.concat(halves))).ids).toEqual(ids)
    expect((await read(gzipSync(gzipSync(lines.join('\n'))))).ids).toEqual(ids)
    for (const mark of ['\ufeff', '']) {
      const text = Buffer.from(`${mark}${lines.join('\n')}`, 'utf16le')
      expect((await read(text)).ids).toEqual(ids)
      expect((await read(text.swap16())).ids).toEqual(ids)
    }
  })

  it('a row of Athena says all that the record does', async () => {
    const told = async (content: string) => (await readEvents(content)).events.map(({ raw: _, ...event }) => event)
    expect(await told(SHAPES['rows of Athena as JSON lines'] ?? '')).toEqual(await told(lines.join('\n')))
  })

  it('wherever the file is cut into pieces', async () => {
    const stamped = SHAPES['CloudWatch Logs as it exports, a time before every record']
    const texts = SHAPES['the texts of lookup-events alone']
    const twice = SHAPES['a list of records twice in one object']
    const content = [SHAPES['lookup-events'], stamped, texts, twice, lines[0], '{"broken":', lines[1]].join('\n')
    const whole = await read(content)
    expect(whole.ids).toHaveLength(ids.length * 4 + 2)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(content.length), { maxLength: 40 }), async (cuts) => {
        expect(await read(content, cuts)).toEqual(whole)
      }),
      { numRuns: 30 },
    )
    expect(await read(content, everywhere(content))).toEqual(whole)
  })

  // Whole pieces are cut where records look as if they ended; of single bytes every one is looked at.
  it('with whatever damage, whole as byte by byte', async () => {
    const content = [SHAPES['a log file'], lines.join('\n'), SHAPES['an array, pretty-printed']].join('\n')
    const place = fc.nat(content.length)
    const damage = fc.array(fc.tuple(place, fc.nat(3), fc.constantFrom('', '{', '}', '[', ']', ',', '"', '\\', 'x')), {
      minLength: 1,
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(damage, async (hits) => {
        let damaged = content
        for (const [at, length, text] of hits) damaged = damaged.slice(0, at) + text + damaged.slice(at + length)
        expect(await read(damaged)).toEqual(await read(damaged, everywhere(damaged)))
      }),
      { numRuns: 12 },
    )
  })

  it('where within a record something looks as if the next began', async () => {
    const [like] = records
    const wrapping = records.map((each) => ({ ...each, requestParameters: { list: [like, like, like] } }))
    for (const content of [
      JSON.stringify({ Records: wrapping }),
      JSON.stringify([...records, ...wrapping, ...records]),
    ])
      expect(await read(content)).toEqual(await read(content, everywhere(content)))
    expect((await read(JSON.stringify({ Records: wrapping }))).ids).toEqual(ids)
  })
})

describe('a record that cannot be read is told with its place, and the rest go in', () => {
  const good = (n: number) => lines[n] ?? ''
  const breaks: [string, string, number][] = [
    ['a brace is missing', good(1).slice(0, -1), 1],
    ['a text is not closed', good(1).replace('"eventVersion"', '"eventVersion'), 1],
    ['it stops in the middle', good(1).slice(0, 300), 1],
    ['a bracket is of the wrong kind', good(1).replace('}', ']'), 1],
    ['it is something else', 'hello', 1],
    ['a comma is missing', good(1).replace(',', ' '), 1],
    ['it has no event name', JSON.stringify({ ...records[1], eventName: null }), 1],
    ['it has no time', JSON.stringify({ ...records[1], eventTime: 'yesterday' }), 1],
    ['its time is to come', JSON.stringify({ ...records[1], eventTime: '2031-01-01T00:00:00Z' }), 1],
    ['its inner event is broken', JSON.stringify({ EventId: 'x', CloudTrailEvent: '{"eventVersion":' }), 1],
  ]

  it.each(breaks)('in JSON lines: %s', async (_, broken, count) => {
    const result = await read([good(0), broken, good(2), good(3)].join('\n'))
    expect(result.ids).toEqual([ids[0], ids[2], ids[3]])
    expect(result.broken).toHaveLength(count)
    expect(result.broken[0]).toMatchObject({ offset: good(0).length + 1, record: 2 })
  })

  it.each(breaks)('in a log file: %s', async (_, broken, count) => {
    const result = await read(`{"Records":[${[good(0), broken, good(2), good(3)].join(',\n')}]}`)
    expect(result.ids).toEqual([ids[0], ids[2], ids[3]])
    expect(result.broken).toHaveLength(count)
    expect(result.broken[0]).toMatchObject({ offset: '{"Records":['.length + good(0).length + 2, record: 2 })
  })

  it('each of several', async () => {
    const result = await read([good(0), '{"a":', '{"b":', good(1), '{"c":', good(2)].join('\n'))
    expect(result.ids).toEqual(ids.slice(0, 3))
    expect(result.broken.map((each) => each.record)).toEqual([2, 3, 5])
  })

  it('where a file ends early', async () => {
    const result = await read(`{"Records":[${good(0)},${good(1).slice(0, 100)}`)
    expect(result).toMatchObject({ ids: [ids[0]], broken: [{ reason: 'the file ends inside it' }], refusal: undefined })
  })

  it.each(['', ',', ',\n '])('where a file ends between two records, behind %j', async (end) => {
    for (const begin of ['{"Records":[', '[']) {
      const result = await read(`${begin}${good(0)}${end}`)
      expect(result).toMatchObject({ ids: [ids[0]], broken: [{ record: 2, reason: 'the file ends inside it' }] })
    }
  })

  it('where a gzip file ends early', async () => {
    const many = Array.from({ length: 3000 }, (_, n) =>
      JSON.stringify(record(`${n}-${Math.sin(n)}`, n, 's3:GetObject')),
    )
    const packed = gzipSync(many.join('\n'))
    const result = await read(packed.subarray(0, packed.length / 2))
    expect(result.ids.length).toBeGreaterThan(500)
    expect(result.broken.at(-1)?.reason).toBe('the gzip file ends early')
  })

  it('texts that Postgres cannot keep, at any depth: the record is read, with a sign in their place', async () => {
    const hostile = good(0).replace(/\}$/, ',"requestParameters":{"k\\u0000":["a\\u0000b","c\\ud800"]}}')
    const wrapped = JSON.stringify({ CloudTrailEvent: hostile })
    const { events } = await readEvents(`{"Records":[${hostile}]}\n{"Events":[${wrapped}]}`)
    expect(events.map(({ request }) => request)).toEqual(Array(2).fill({ 'k\ufffd': ['a\ufffdb', 'c\ufffd'] }))
  })

  it('null, numbers and texts in a list of records', async () => {
    const result = await read(`{"Records":[null,${good(0)},17,"text",${good(1)}]}`)
    expect(result.ids).toEqual(ids.slice(0, 2))
    expect(result.broken.map((each) => each.record)).toEqual([1, 3])
  })
})

describe('what is odd but CloudTrail is taken', () => {
  it('nulls everywhere, unknown versions, unknown members, double keys, broken UTF-8', async () => {
    const bare = {
      eventVersion: '9.99',
      eventTime: '2026-11-01T00:00:00Z',
      eventName: 'Do',
      eventSource: 'new.amazonaws.com',
    }
    const odd = { ...bare, userIdentity: null, requestParameters: null, responseElements: 'text', newMember: [{}] }
    const double = JSON.stringify(bare).replace('{', '{"eventName":"Other",')
    const content = Buffer.concat([
      Buffer.from([JSON.stringify(bare), JSON.stringify(odd), double, '{"sourceIPAddress":"'].join('\n')),
      Buffer.from([0xff, 0xfe, 0xc3]),
      Buffer.from(`",${JSON.stringify(bare).slice(1)}`),
    ])
    expect(await read(content)).toMatchObject({ names: ['Do', 'Do', 'Do', 'Do'], broken: [] })
  })

  it('a record of several megabytes', async () => {
    const huge = record('huge', 1, 'lambda:Invoke', { requestParameters: { text: '{["\\'.repeat(1_000_000) } })
    expect((await read(JSON.stringify({ Records: [huge, records[0]] }), [70_000, 140_000])).ids).toEqual([
      'event-huge',
      ids[0],
    ])
  })

  it('records behind one that is larger than any can be', async () => {
    const huge = record('huge', 1, 'lambda:Invoke', { requestParameters: { text: 'x'.repeat(36_000_000) } })
    const content = [JSON.stringify(huge), ...lines].join('\n')
    const cuts = Array.from({ length: content.length / 1_000_000 }, (_, n) => n * 1_000_000)
    expect(await read(content, cuts)).toMatchObject({ ids, broken: [{ offset: 0, reason: 'it is larger than 32 MB' }] })
  })

  it('times without zone are UTC, wherever it runs', async () => {
    const [first] = records
    const at = async (eventTime: string) =>
      (await readEvents(JSON.stringify({ ...first, eventTime }))).events.map((event) => event.at)
    for (const text of [
      '2026-11-20 09:00:01.000',
      '20261120T090001Z',
      '2026-11-20T09:00:01',
      '2026-11-20 09:00:01 UTC',
    ])
      expect(await at(text)).toEqual([Date.parse('2026-11-20T09:00:01Z')])
  })

  it('an empty log file, and lookup-events that found nothing', async () => {
    expect(await read('{"Records":[]}')).toMatchObject({ ids: [], broken: [], refusal: undefined })
    expect(await read('{"Events": []}')).toMatchObject({ ids: [], broken: [], refusal: undefined })
  })

  it('records that tell of no call are skipped and counted', async () => {
    const insight = record('i', 1, 'ec2:RunInstances', { eventCategory: 'Insight', eventType: 'AwsCloudTrailInsight' })
    const network = record('n', 1, 's3:GetObject', { eventCategory: 'NetworkActivity', eventType: 'AwsVpceEvent' })
    expect(await read(JSON.stringify({ Records: [insight, records[0], network] }))).toMatchObject({
      ids: [ids[0]],
      skipped: 2,
    })
    const probe = { messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'CWL CONTROL MESSAGE: Checking health' }] }
    expect(await read(JSON.stringify(probe) + lines[0])).toMatchObject({ ids: [ids[0]], skipped: 1, broken: [] })
    expect(await read(JSON.stringify({ Records: [insight] }))).toMatchObject({
      ids: [],
      skipped: 1,
      refusal: undefined,
    })
  })
})

describe('a file that is no CloudTrail is refused whole', () => {
  const s3Event = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'eu-west-1',
    eventTime: '2026-11-01T00:00:00Z',
    eventName: 'ObjectCreated:Put',
  }
  const digest = {
    awsAccountId: ACCOUNT,
    digestStartTime: '2026-11-01T00:00:00Z',
    digestS3Object: 'x',
    logFiles: [{ s3Object: 'y' }],
  }
  it.each([
    ['nothing', '', /empty/],
    ['CSV', 'eventTime,eventName,"event, source"\n2026-11-01,AssumeRole,"sts"\n', /holds no CloudTrail/],
    ['a table of whole events', `eventJson\n"${(lines[0] ?? '').replaceAll('"', '""')}"\n`, /table \(CSV\)/],
    ['a zip archive that packs nothing tight', Buffer.from(`PK\u0003\u0004 a.json${lines[0]}`), /zip archive: unpack/],
    ['a tar archive', Buffer.from(`${'a.json'.padEnd(257, '\0')}ustar\0${lines[0]}`), /tar archive: unpack/],
    ['a tar archive, gzipped', gzipSync(`${'a.gz'.padEnd(257, '\0')}ustar\0${lines[0]}`), /tar archive: unpack/],
    ['Parquet', 'PAR1\u0015\u0004PAR1', /Parquet/],
    ['texts that are no records', JSON.stringify(['a', 'b', 'eventVersion']), /JSON, but/],
    ['an empty object', '{}', /holds no CloudTrail/],
    ['an empty array', '[]', /holds no CloudTrail/],
    ['other JSON', JSON.stringify({ name: 'remit', scripts: { test: 'vitest' } }), /JSON, but/],
    ['other JSON lines', '{"a":1}\n{"a":2}\n', /JSON, but/],
    ['a digest', JSON.stringify(digest), /digest/],
    ['notifications of a bucket', JSON.stringify({ Records: [s3Event, s3Event] }), /JSON, but/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x7b, 0x22]), /binary/],
    ['prose', 'The trail holds {every} record.\n', /holds no CloudTrail/],
    ['gzipped other JSON', gzipSync('{"a":1}'), /JSON, but/],
  ])('%s', async (_, content, reason) => {
    expect(await read(content)).toEqual({
      names: [],
      ids: [],
      broken: [],
      skipped: 0,
      refusal: expect.stringMatching(reason),
    })
  })

  it('one that cannot be opened', async () => {
    const failing = createReadStream('/no/such/file')
    const { value: reading } = await readCloudTrail(failing, NOW).next()
    expect(reading?.refusal).toBe('there is no such file')
  })
})
