import { endOfText } from '@/lib/connectors/aws-cloudtrail/end-of-text'
import { HeldBytes } from '@/lib/connectors/aws-cloudtrail/held-bytes'
import { BYTE } from '@/lib/connectors/aws-cloudtrail/json-bytes'
import { isListKey } from '@/lib/connectors/aws-cloudtrail/list-keys'
import { mayNest } from '@/lib/connectors/aws-cloudtrail/may-nest'
import { RecordSeam } from '@/lib/connectors/aws-cloudtrail/record-seam'
import type { ScannerSink } from '@/lib/connectors/aws-cloudtrail/scanner-sink'
import { StrayBytes } from '@/lib/connectors/aws-cloudtrail/stray-bytes'

/**
 * Cuts records out of a stream of bytes in constant memory: `{"Records":[…]}`, `{"Events":[…]}`, arrays, JSON lines and
 * any of these one after another, pretty-printed or not, records as themselves or as texts.
 * A record that breaks JSON does not take the rest along: an object may begin only where JSON allows one, so one in the
 * wrong place ends the broken record and begins the next, and a raw newline ends a text that was never closed.
 */
export class RecordScanner {
  private base = 0
  /** `{` and `[` open within the value being read; and those that surround the records. */
  private readonly open: number[] = []
  private readonly around: number[] = []
  private readonly held = new HeldBytes()
  private readonly seam = new RecordSeam()
  private start = -1
  /** The last byte that was no space within the value; the last of the chunk before. */
  private last = 0
  private before = 0
  private lastKey = -1
  private inString = false
  private isEscaped = false
  private isDiscarding = false
  private isResyncing = false
  private isLineStart = true
  private readonly stray = new StrayBytes()
  /** Lists of records seen so far: an empty log file has one, a file of something else none. */
  lists = 0
  constructor(private readonly sink: ScannerSink) {}

  /** The slice just delivered was a record: what follows is to be believed again. */
  confirm(): void {
    this.isResyncing = false
  }

  push(chunk: Buffer): void {
    this.held.next()
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number
      if (this.inString) at = this.skipString(chunk, at)
      else if (this.open.length === 0) at = this.readBetween(byte, at, chunk)
      else if (byte > 0x20) this.readWithin(byte, at, chunk)
    }
    if (this.open.length > 0) this.held.hold(chunk)
    if (this.held.isTooLarge) this.breakOff(this.start, 'it is larger than 32 MB')
    this.before = chunk.at(-1) ?? this.before
    this.base += chunk.length
  }

  end(): void {
    this.flushStray()
    const start = this.open.length > 0 ? this.start : this.base
    if (this.open.length + this.around.length > 0) this.breakOff(start, 'the file ends inside it')
  }

  /** Skips to the end of a text; returns the index of its last byte in this chunk. */
  private skipString(chunk: Buffer, start: number): number {
    const at = endOfText(chunk, this.isEscaped ? start + 1 : start)
    this.isEscaped = at > chunk.length
    if (at >= chunk.length) return chunk.length
    this.inString = false
    if (chunk[at] === BYTE.newline) {
      this.breakOff(this.start, 'a text in it is not closed')
      this.isLineStart = true
    } else if (this.open[0] === BYTE.quote) this.finish(at, chunk)
    return at
  }

  private readBetween(byte: number, at: number, chunk: Buffer): number {
    if (byte === BYTE.newline) {
      if (this.around.length === 0) this.flushStray()
      this.isLineStart = true
    }
    if (byte <= 0x20) return at
    if (byte === BYTE.leftBrace) return this.begin(at, chunk)
    if (byte === BYTE.quote && !this.stray.areSome && !this.isResyncing) this.beginValue(byte, at)
    else if (byte === BYTE.comma) this.flushStray()
    else if (byte === BYTE.leftBracket && !this.stray.areSome) this.around.push(BYTE.leftBracket)
    else if (byte === BYTE.rightBracket && this.around.length > 0) this.endList(at)
    else if (!this.stray.areSome) this.stray.begin(this.base + at, byte, this.isLineStart && this.around.length === 0)
    this.isLineStart = false
    return at
  }

  private begin(at: number, chunk: Buffer): number {
    const isFirstOfLine = this.stray.forgetStamp() || this.isLineStart
    this.flushStray()
    if (isFirstOfLine && this.around.length === 0) this.isResyncing = false
    this.beginValue(BYTE.leftBrace, at)
    return this.skipRecord(at, chunk)
  }

  private beginValue(byte: number, at: number): void {
    this.open.push(byte)
    this.start = this.base + at
    this.held.begin(at)
    this.inString = byte === BYTE.quote
    this.last = byte
    this.lastKey = -1
  }

  /** Takes a record at once that ends as those before it did. Returns the index of its last byte, or else of its first. */
  private skipRecord(at: number, chunk: Buffer): number {
    const end = this.isResyncing ? -1 : this.seam.guessEnd(chunk, at, this.base)
    if (end < 0 || !this.seam.learn(this.deliver(chunk.subarray(at, end + 1), true))) return at
    this.reset()
    return end
  }

  private readWithin(byte: number, at: number, chunk: Buffer): void {
    if (byte === BYTE.quote) this.beginString(at)
    else if (byte === BYTE.leftBrace || byte === BYTE.leftBracket) this.nest(byte, at, chunk)
    else if (byte === BYTE.rightBrace || byte === BYTE.rightBracket) this.close(byte, at, chunk)
    this.last = byte
  }

  /** In ASCII a closing brace or bracket stands two after its opening one. */
  private close(byte: number, at: number, chunk: Buffer): void {
    if (this.open.pop() !== byte - 2) this.breakOff(this.start, 'its brackets do not match')
    else if (this.open.length === 0) this.finish(at, chunk)
  }

  private beginString(at: number): void {
    this.inString = true
    if (this.open.length === 1 && this.last !== BYTE.colon) this.lastKey = this.base + at + 1
  }

  private nest(byte: number, at: number, chunk: Buffer): void {
    const isAtLineStart = (chunk[at - 1] ?? this.before) === BYTE.newline
    if (!mayNest(this.open.at(-1), this.last, isAtLineStart)) {
      this.breakOff(this.start, 'it is not closed before the next begins')
      this.isLineStart = isAtLineStart
      this.readBetween(byte, at, chunk)
    } else if (byte === BYTE.leftBracket && this.open.length === 1 && this.isBehindListKey(at, chunk)) this.beginList()
    else this.open.push(byte)
  }

  private isBehindListKey(at: number, chunk: Buffer): boolean {
    const isNear = this.lastKey >= 0 && this.base + at - this.lastKey <= 64
    return isNear && isListKey(this.held.upTo(at, chunk).subarray(this.lastKey - this.start))
  }

  private beginList(): void {
    this.lists++
    this.around.push(BYTE.leftBrace, BYTE.leftBracket)
    this.reset()
  }

  private endList(at: number): void {
    this.flushStray()
    this.around.pop()
    if (this.around.at(-1) !== BYTE.leftBrace) return
    this.around.pop()
    this.isDiscarding = true
    this.beginValue(BYTE.leftBrace, at)
    this.last = BYTE.rightBracket
  }

  private finish(at: number, chunk: Buffer): void {
    const bytes = this.isDiscarding ? null : this.held.upTo(at + 1, chunk)
    this.reset()
    if (!bytes) return
    this.deliver(bytes, false)
    this.seam.accept(this.base + at)
  }

  private deliver(bytes: Buffer, isGuess: boolean): boolean {
    return this.sink.onSlice({ offset: this.start, bytes, isDoubtful: this.isResyncing, isGuess })
  }

  private flushStray(): void {
    if (this.stray.areSome) this.report(this.stray.take(), 'it is not a JSON object')
  }

  private breakOff(offset: number, reason: string): void {
    this.reset()
    this.report(offset, reason)
  }

  private report(offset: number, reason: string): void {
    if (!this.isResyncing) this.sink.onBreak({ offset, reason })
    this.isResyncing = true
  }

  private reset(): void {
    this.open.length = 0
    this.held.drop()
    this.inString = false
    this.isEscaped = false
    this.isDiscarding = false
    this.isLineStart = false
  }
}
