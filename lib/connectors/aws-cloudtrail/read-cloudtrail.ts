import { type CloudTrailEvent, type Recognised, recogniseEvent } from './cloudtrail-event'
import { describeArchive, describeOther, isTable } from './describe-other'
import { BYTE } from './json-bytes'
import { type JsonObject, parseObject } from './json-value'
import { RecordScanner } from './record-scanner'
import type { Break, Slice } from './scanner-sink'
import { toStorableEvent } from './storable-event'
import { uncompress } from './uncompress'

/** A record that could not be read: byte offset in the uncompressed file, and its number counted from 1. */
export type BrokenRecord = { offset: number; record: number; reason: string }
/** What one piece of a file held. `unlisted` counts the broken records that are too many to list; `refusal` comes last,
 *  where the whole file is no CloudTrail. */
export type Reading = {
  events: CloudTrailEvent[]
  broken: BrokenRecord[]
  unlisted: number
  skipped: number
  refusal?: string
}

/** Where no record was recognised by then, none will be. */
const HOPELESS_BYTES = 16 * 1024 * 1024
const SAMPLE_BYTES = 4096
const MAX_BROKEN = 1000
const MARKS = /"(eventVersion|eventSource|userIdentity|CloudTrailEvent)"|\\"eventSource\\"/

/** Reads one file record by record; one piece a chunk, so that whoever writes them sets the pace. Where the source fails
 *  (a gzip file that ends early, a connection that breaks) what came before stands, and the failure is told. */
export async function* readCloudTrail(source: AsyncIterable<Uint8Array>, now: Date): AsyncGenerator<Reading> {
  const reader = new FileReader(now)
  try {
    for await (const chunk of uncompress(source)) {
      const reading = reader.read(chunk)
      if (reading) yield reading
      if (reader.isHopeless) break
    }
    yield reader.finish()
  } catch (error) {
    yield reader.finish(describeDamage(error))
  }
}

/** Why the rest of a file could not be had. Only the source can fail here; whoever takes the records fails elsewhere. */
function describeDamage(error: unknown): string {
  const { message, code } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error), code: '' }
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'it may not be read by this user'
  if (/unexpected end/.test(message)) return 'the gzip file ends early'
  return code?.startsWith('Z_') ? `the gzip file is damaged: ${message}` : `it could not be read to the end: ${message}`
}

class FileReader {
  private events: CloudTrailEvent[] = []
  private broken: BrokenRecord[] = []
  private unlisted = 0
  private skipped = 0
  private records = 0
  /** Readable JSON that is something else. */
  private foreign = 0
  private bytes = 0
  private isRecognised = false
  private sample = Buffer.alloc(0)
  private readonly scanner = new RecordScanner({
    onSlice: (slice) => this.take(slice),
    onBreak: (broken) => this.report(broken),
  })

  constructor(private readonly now: Date) {}

  get isHopeless(): boolean {
    if (this.isRecognised) return false
    return this.isArchive || (this.bytes > HOPELESS_BYTES && !this.looksRight)
  }

  private get isArchive(): boolean {
    return describeArchive(this.sample) !== null
  }

  /** Whether it begins as records do, though none was recognised. */
  private get looksRight(): boolean {
    return MARKS.test(this.sample.toString('latin1')) && !isTable(this.sample)
  }

  /** Null until the file is known for CloudTrail: of a refused one nothing must have gone in. */
  read(chunk: Buffer): Reading | null {
    if (this.sample.length < SAMPLE_BYTES) {
      this.sample = Buffer.concat([this.sample, chunk.subarray(0, SAMPLE_BYTES - this.sample.length)])
    }
    this.bytes += chunk.length
    if (!this.isRecognised && this.isArchive) return null
    this.scanner.push(chunk)
    return this.isRecognised ? this.drain() : null
  }

  finish(damage?: string): Reading {
    if (!damage) this.scanner.end()
    else this.report({ offset: this.bytes, reason: damage })
    const refusal = this.findRefusal()
    if (refusal) return { events: [], broken: [], unlisted: 0, skipped: 0, refusal: damage ?? refusal }
    return this.drain()
  }

  private findRefusal(): string | null {
    if (this.isRecognised) return null
    if (this.isArchive) return describeArchive(this.sample)
    const isAllForeign = this.foreign > 0 && this.foreign === this.records
    if (!isAllForeign && this.looksRight) return null
    if (this.records === 0 && this.broken.length === 0 && this.scanner.lists > 0) return null
    return describeOther(this.sample)
  }

  private drain(): Reading {
    const { events, broken, unlisted, skipped } = this
    Object.assign(this, { events: [], broken: [], unlisted: 0, skipped: 0 })
    return { events, broken, unlisted, skipped }
  }

  private report({ offset, reason }: Break, isForeign = false): void {
    this.records++
    if (isForeign) this.foreign++
    if (this.broken.length < MAX_BROKEN) this.broken.push({ offset, record: this.records, reason })
    else this.unlisted++
  }

  private take(slice: Slice): boolean {
    const value = parse(slice.bytes)
    if (!value && slice.isGuess) return false
    this.note(value ? recogniseEvent(value, this.now) : describeBroken(slice.bytes), slice)
    return true
  }

  private note(found: Recognised, { offset, isDoubtful, bytes }: Slice): void {
    if ('problem' in found) {
      if (!isDoubtful) this.report({ offset, reason: found.problem }, found.isForeign)
      return
    }
    this.records++
    this.isRecognised = true
    this.scanner.confirm()
    if ('event' in found) this.events.push(toStorableEvent(found.event, bytes))
    else this.skipped++
  }
}

/** The object that the bytes are, or the text that they are holds. */
function parse(bytes: Buffer): JsonObject | null {
  try {
    return parseObject(JSON.parse(bytes.toString()))
  } catch {
    return null
  }
}

function describeBroken(bytes: Buffer): Recognised {
  if (bytes[0] === BYTE.leftBrace) return { problem: 'it is not valid JSON' }
  return { problem: 'it is not a JSON object', isForeign: true }
}
