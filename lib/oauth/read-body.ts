import type { IncomingMessage } from 'node:http'
import { OAuthError } from '@/lib/oauth/oauth-error'

/** What a request may bring. */
export const MAX_BODY_BYTES = 65_536
/** What is read of a request that brings more, so that it hears why; beyond that it is cut off. */
const MAX_DRAINED_BYTES = 1_048_576

export const tooLarge = () =>
  new OAuthError('invalid_request', `The body is larger than ${MAX_BODY_BYTES} bytes.`, { status: 413 })

/** Whether a request says beforehand that it brings more than is read. */
export function isHopeless(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) > MAX_DRAINED_BYTES
}

/** The whole body as text, so that whoever sends slowly holds nothing but its own connection; null where the client went
 *  away meanwhile. @throws OAuthError 413 */
export function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    if (isHopeless(request)) reject(tooLarge())
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
      else if (bytes > MAX_DRAINED_BYTES) reject(tooLarge())
    })
    request.on('end', () => {
      if (bytes > MAX_BODY_BYTES) reject(tooLarge())
      else resolve(toText(chunks))
    })
    request.on('error', () => resolve(null))
    request.on('close', () => resolve(null))
  })
}

/** Nearly always there is one chunk. */
function toText(chunks: Buffer[]): string {
  const [only] = chunks
  return chunks.length === 1 && only ? only.toString() : Buffer.concat(chunks).toString()
}
