import { BYTE } from '@/lib/connectors/aws-cloudtrail/json-bytes'

const MAX_BETWEEN = 64
/** So much of a record's beginning belongs to the seam: `{"eventVersion"` and room for indentation. */
const HEAD_BYTES = 24
/** A wrong guess costs as much as so many right ones gain. */
const PRICE = 8

/**
 * The bytes with which one record ends and the next begins, as `},{"eventVersion"`. In a log they are the same all
 * through, and a native search for them is ten times as quick as going through every byte. That a record ends where they
 * are is a guess, which whoever parses it confirms; a file where too many are wrong is read without.
 */
export class RecordSeam {
  private seam: Buffer | null = null
  private proposed: Buffer | null = null
  /** The last byte of the record before, in the file. */
  private ended = -1
  private credit = PRICE

  /** Where in the chunk the value that begins at `start` seems to end: its last byte, or −1. `base`: where in the file
   *  the chunk begins. */
  guessEnd(chunk: Buffer, start: number, base: number): number {
    if (this.credit <= 0) return -1
    if (this.seam) return chunk.indexOf(this.seam, start + 1)
    this.proposed = propose(chunk, this.ended - base, start)
    return -1
  }

  /** Notes whether the guess was right, and returns it. */
  learn(isRight: boolean): boolean {
    this.credit = isRight ? Math.min(this.credit + 1, PRICE * PRICE) : this.credit - PRICE
    if (!isRight) this.seam = null
    return isRight
  }

  /** The value that began last turned out to be one, and ends at this byte of the file. */
  accept(end: number): void {
    this.ended = end
    this.seam ??= this.proposed
    this.proposed = null
  }
}

/** Between two records there is space, and a comma at most. */
function propose(chunk: Buffer, ended: number, start: number): Buffer | null {
  if (ended < 0 || start - ended > MAX_BETWEEN) return null
  const isPlain = chunk.subarray(ended + 1, start).every((byte) => byte <= 0x20 || byte === BYTE.comma)
  const end = start + HEAD_BYTES
  return isPlain && end <= chunk.length ? Buffer.from(chunk.subarray(ended, end)) : null
}
