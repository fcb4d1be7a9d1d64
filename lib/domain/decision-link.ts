import type { ApprovalStatus } from '@/lib/domain/life'
import { momentInWords } from '@/lib/domain/message'

/** A link as it is stored, and the question it is about. `isMine`: the reader is whom it was made for.
 *  `zone`: by whose clock times are told. */
export type LinkState = {
  isMine: boolean
  usedAt: Date | null
  expiresAt: Date
  question: { status: ApprovalStatus; decidedAt: Date | null }
  zone: string
}

export type LinkFault = { code: 'not_found' | 'not_yours' | 'link_used' | 'wrong_status' | 'lapsed'; message: string }

/** What is said of a link that Remit did not write, or that was cut off on its way. */
export const UNKNOWN_LINK: LinkFault = {
  code: 'not_found',
  message: 'This is no link of Remit, or not all of it arrived. Open the message again, or look in your inbox.',
}

/** Why a link does not decide; null where it does. One clear sentence for each, the first that holds. */
export function linkFault({ isMine, usedAt, expiresAt, question, zone }: LinkState, now: Date): LinkFault | null {
  if (!isMine)
    return { code: 'not_yours', message: 'This link was made for somebody else. Only they can decide by it.' }
  if (usedAt)
    return { code: 'link_used', message: `You have decided by this link already, at ${momentInWords(usedAt, zone)}.` }
  const { status, decidedAt } = question
  const isOver = expiresAt <= now || status === 'lapsed' || (status === 'pending' && expiresAt <= now)
  if (status === 'pending' && isOver)
    return {
      code: 'lapsed',
      message: `This link ran out at ${momentInWords(expiresAt, zone)}: nobody decided in time.`,
    }
  if (status === 'lapsed') return { code: 'lapsed', message: 'The request lapsed: nobody decided in time.' }
  if (status === 'pending') return null
  const when = decidedAt ? `, since ${momentInWords(decidedAt, zone)}` : ''
  return { code: 'wrong_status', message: `The request is ${status} already${when}. Nothing is left to decide.` }
}
