import { z } from 'zod'

/** What a message is about. Endpoints choose among these. */
export const MESSAGE_KINDS = [
  'approval.asked',
  'approval.reminded',
  'approval.offered',
  'approval.question',
  'approval.decided',
  'consent.given',
  'grant.expiring',
  'grant.glass-broken',
  'digest',
  'test',
] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** What an endpoint of kind notify can be told; where it is one member's own, it is told all that they are. */
export const CHANNEL_KINDS = [
  'approval.asked',
  'approval.decided',
  'grant.expiring',
  'grant.glass-broken',
] as const satisfies readonly MessageKind[]

/** In words, for the pages of sent mail and of endpoints. */
export const KIND_WORDS: Readonly<Record<MessageKind, string>> = {
  'approval.asked': 'a request to decide',
  'approval.reminded': 'a reminder',
  'approval.offered': 'an offer',
  'approval.question': 'a question or answer',
  'approval.decided': 'a decision',
  'consent.given': 'consent by a rule',
  'grant.expiring': 'a grant that ends soon',
  'grant.glass-broken': 'emergency access',
  digest: 'who acts for you',
  test: 'a test',
}

const line = z.string().max(2000)

/** What is said, without a secret in it. `path`: the page it is about. `list`: one thing a line. `quote`: what somebody
 *  wrote. `kept`: no mail server is set, so that it is read in Remit. */
export const messageBody = z.object({
  lead: line,
  facts: z.array(z.object({ label: line, value: line })).default([]),
  list: z.array(line).default([]),
  quote: line.nullable().default(null),
  path: z.string().max(500).nullable().default(null),
  pathWords: z.string().max(100).default('Open in Remit'),
  deadline: z.coerce.date().nullable().default(null),
  kept: z.boolean().default(false),
})
export type MessageBody = z.output<typeof messageBody>
export type MessageFact = MessageBody['facts'][number]

/** To a member; to a person who has no account here; to every channel that listens. `memberId`: UUID. */
export type MessageTo = { memberId: string } | { email: string } | 'channels'

/** What is to be said to somebody. `key`: nobody is told twice what has the same key. `linkUntil`: with a link to decide by,
 *  which ends then. */
export type MessageDraft = {
  key: string
  kind: MessageKind
  to: MessageTo
  subject: string
  body: z.input<typeof messageBody>
  approvalId?: string | null
  linkUntil?: Date
}

/** Whoever is written to, as part of a key. */
export function keyOf(to: MessageTo): string {
  if (to === 'channels') return to
  return 'memberId' in to ? to.memberId : to.email.toLowerCase()
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** `24 Nov 2026, 14:05 CET`: the organisation's clock, said with each, since a letter is read anywhere. */
export function momentInWords(at: Date, zone: string): string {
  const date = { day: 'numeric', month: 'short', year: 'numeric' } as const
  const time = { hour: '2-digit', minute: '2-digit', timeZone: zone, timeZoneName: 'short' } as const
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', { ...date, ...time })
  formats.set(zone, format)
  return format.format(at)
}

const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const

/** `2 hours`: the largest unit that fits, rounded. */
export function durationInWords(seconds: number): string {
  const [size, word] = UNITS.find(([least]) => seconds >= least) ?? [1, 'second']
  const count = Math.round(seconds / size)
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
