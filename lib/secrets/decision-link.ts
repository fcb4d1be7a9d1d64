import { createHmac, timingSafeEqual } from 'node:crypto'
import { secretEnv } from '@/lib/env'
import { derivedKey } from '@/lib/secrets/secret-cipher'

const SHAPE = /^(lnk_[0-9a-z]{26})\.([A-Za-z0-9_-]{43})$/

const sign = (id: string) =>
  createHmac('sha256', derivedKey(secretEnv().REMIT_SECRET, 'decision-links')).update(id).digest('base64url')

/** What stands in the address of a decision link: its public id and an HMAC over it, so that knowing ids makes no link, and
 *  what is stored makes none either. */
export function writeDecisionLink(linkId: string): string {
  return `${linkId}.${sign(linkId)}`
}

/** The public id in a link that Remit wrote; null for any other. */
export function readDecisionLink(text: string): string | null {
  const [, linkId = '', proof = ''] = SHAPE.exec(text) ?? []
  if (linkId === '') return null
  return timingSafeEqual(Buffer.from(sign(linkId)), Buffer.from(proof)) ? linkId : null
}
