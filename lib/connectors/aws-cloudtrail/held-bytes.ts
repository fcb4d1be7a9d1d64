/** CloudTrail's own limit is 256 KB a record; what grows past this is none. */
const MAX_BYTES = 32 * 1024 * 1024

/** The bytes of a value that is still being read, however many chunks it runs through. */
export class HeldBytes {
  private parts: Buffer[] = []
  private from = 0
  private size = 0

  get isTooLarge(): boolean {
    return this.size > MAX_BYTES
  }

  /** The value begins here in the chunk at hand. */
  begin(at: number): void {
    this.from = at
  }

  /** The chunk at hand is over and the value is not. */
  hold(chunk: Buffer): void {
    const part = Buffer.from(chunk.subarray(this.from))
    this.parts.push(part)
    this.size += part.length
  }

  /** A new chunk is at hand. */
  next(): void {
    this.from = 0
  }

  /** The value up to a place in the chunk at hand. */
  upTo(end: number, chunk: Buffer): Buffer {
    const tail = chunk.subarray(this.from, end)
    return this.parts.length === 0 ? tail : Buffer.concat([...this.parts, tail])
  }

  drop(): void {
    this.parts = []
    this.size = 0
  }
}
