import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { BYTE } from '@/lib/connectors/aws-cloudtrail/json-bytes'

const CHUNK_BYTES = 256 * 1024
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

async function* restOf(first: Buffer, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield asBuffer(next.value)
}

/** The same bytes, not copied. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Reads until `size` bytes are there, or the end. */
async function peek(iterator: AsyncIterator<Uint8Array>, size: number): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0)
  while (head.length < size) {
    const next = await iterator.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  return head
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

/** The name of the UTF-16 that a text begins in: with its byte order mark, or with the bracket of JSON. */
function findUtf16([first = 0, second = 0]: Buffer): 'utf-16le' | 'utf-16be' | null {
  const isBracket = (byte: number) => byte === BYTE.leftBrace || byte === BYTE.leftBracket
  if ((first === 0xff && second === 0xfe) || (isBracket(first) && second === 0)) return 'utf-16le'
  return (first === 0xfe && second === 0xff) || (first === 0 && isBracket(second)) ? 'utf-16be' : null
}

/** Text as Windows PowerShell's `>` writes it. */
async function* fromUtf16(encoding: 'utf-16le' | 'utf-16be', source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }))
}

/**
 * The bytes of a file as UTF-8 without byte order mark, whatever it was packed in: gzip (told by its first bytes, not
 * its name; twice, too), UTF-16.
 *
 * @throws zlib's error where a gzip stream is damaged or ends early, after yielding what came before.
 */
export async function* uncompress(source: AsyncIterable<Uint8Array>, depth = 0): AsyncGenerator<Buffer> {
  const iterator = source[Symbol.asyncIterator]()
  const head = await peek(iterator, 3)
  if (isGzip(head) && depth < 2) {
    const packed = Readable.from(restOf(head, iterator), { objectMode: false })
    const unpacked = createGunzip({ chunkSize: CHUNK_BYTES })
    packed.on('error', (error) => unpacked.destroy(error))
    return yield* uncompress(packed.pipe(unpacked), depth + 1)
  }
  const utf16 = head.length > 1 && findUtf16(head)
  if (utf16) return yield* fromUtf16(utf16, restOf(head, iterator))
  const start = head.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0
  yield* restOf(head.subarray(start), iterator)
}
