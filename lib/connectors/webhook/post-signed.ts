import { Webhook } from 'standardwebhooks'
import { type FetchGuard, postGuarded } from '@/lib/outbound/guarded-fetch'

/** Who is called, and the secret both sides know (`whsec_…`). */
export type WebhookTarget = { url: string; secret: string }

const PATIENCE = { limitMs: 10_000, maxBytes: 65_536 }

/** The headers by which a receiver knows that a body is ours, whole and new (Standard Webhooks: `id.timestamp.body` under
 *  HMAC-SHA256). */
export function signedHeaders(secret: string, id: string, at: Date, body: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Remit',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
}

/** Posts JSON, signed. `id` is the same at every try, so that a receiver can tell that it has it. Returns the answer's text.
 *  @throws Error with half a sentence that says why not */
export async function postSigned(
  { url, secret }: WebhookTarget,
  message: { id: string; at: Date; body: unknown },
  guard: FetchGuard,
  bounds = PATIENCE,
): Promise<string> {
  const body = JSON.stringify(message.body)
  const headers = signedHeaders(secret, message.id, message.at, body)
  return postGuarded(
    url,
    { headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) }, body },
    bounds,
    guard,
  )
}
