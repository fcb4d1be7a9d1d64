import { createHmac, timingSafeEqual } from 'node:crypto'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const

/** Standard Webhooks: signed, whole, and not older than five minutes. */
function isStandard(secret: string, body: string, headers: Headers): boolean {
  const given = Object.fromEntries(HEADERS.map((name) => [name, headers.get(name) ?? '']))
  try {
    new Webhook(secret).verify(body, given, { jsonParse: false })
    return true
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false
    throw error
  }
}

/** What GitHub sends, and Jira and others can: HMAC-SHA256 of the body under the secret as it is written. It has no time, so
 *  that what is said by it must bear being said again. */
function isHub(secret: string, body: string, signature: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
  const given = Buffer.from(signature.toLowerCase())
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/** Whether a call comes from whoever shares the secret. */
export function isSignedBy(secret: string, body: string, headers: Headers): boolean {
  const hub = headers.get('x-hub-signature-256') ?? headers.get('x-hub-signature')
  return headers.has('webhook-signature') ? isStandard(secret, body, headers) : hub !== null && isHub(secret, body, hub)
}
