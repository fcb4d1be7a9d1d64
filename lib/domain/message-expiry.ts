import { durationInWords, type MessageDraft, momentInWords } from '@/lib/domain/message'

const HOUR = 3_600
const DAY = 86_400

/** How long before the end people are warned, in seconds. */
export const WARNINGS = [7 * DAY, DAY, HOUR] as const

/** A grant that ends soon. `owners`: who answers for it or for its actor, as members (UUIDs) or addresses.
 *  `zone`: by whose clock its end is told. */
export type EndingGrant = {
  id: string
  publicId: string
  name: string
  actor: string
  principal: string
  startsAt: Date
  expiresAt: Date
  unusedShare: number | null
  owners: ({ memberId: string } | { email: string })[]
  zone: string
}

/** Which warning is due, in seconds before the end; null for none. A grant is warned of only what it stands longer than: one
 *  of two hours is not announced a week ahead. Where a warning was missed, the nearer one says it. */
export function dueWarning(
  { startsAt, expiresAt }: Pick<EndingGrant, 'startsAt' | 'expiresAt'>,
  now: Date,
): number | null {
  const left = (expiresAt.getTime() - now.getTime()) / 1000
  const stands = (expiresAt.getTime() - startsAt.getTime()) / 1000
  if (left <= 0) return null
  const due = WARNINGS.filter((warning) => left <= warning).at(-1)
  return due !== undefined && stands > due ? due : null
}

/** Tells the owners of a grant, each once for each of the warnings and for this end: another end is another warning. */
export function warnOf(grant: EndingGrant, now: Date): MessageDraft[] {
  const warning = dueWarning(grant, now)
  if (warning === null) return []
  const { id, publicId, name, actor, principal, expiresAt, unusedShare, owners, zone } = grant
  const left = durationInWords((expiresAt.getTime() - now.getTime()) / 1000)
  const unused = unusedShare === null ? [] : [{ label: 'Not used', value: `${Math.round(unusedShare * 100)} %` }]
  const key = `ending:${id}:${expiresAt.toISOString()}:${warning}`
  const lead = `${actor} may act for ${principal} for another ${left}. Renew it if that is still needed; otherwise there is nothing to do.`
  const say = (to: MessageDraft['to'], who: string): MessageDraft => ({
    ...{ key: `${key}:${who}`, kind: 'grant.expiring', to, subject: `Ends in ${left}: ${name}` },
    body: {
      lead,
      facts: [{ label: 'Grant', value: name }, { label: 'Ends', value: momentInWords(expiresAt, zone) }, ...unused],
      path: `/grants/${publicId}`,
      pathWords: 'Look at the grant',
    },
  })
  const told = new Map(owners.map((owner) => ['memberId' in owner ? owner.memberId : owner.email.toLowerCase(), owner]))
  return [...[...told].map(([who, owner]) => say(owner, who)), say('channels', 'channels')]
}

/** One grant in somebody's name, in their digest. */
export type ActingGrant = {
  name: string
  actor: string
  expiresAt: Date | null
  sessionsThisWeek: number
  liveSessions: number
  zone: string
}

function actingLine({ name, actor, expiresAt, sessionsThisWeek, liveSessions, zone }: ActingGrant): string {
  const until = expiresAt ? `until ${momentInWords(expiresAt, zone)}` : 'for ever'
  const used =
    sessionsThisWeek === 0
      ? 'not used this week'
      : `${sessionsThisWeek} session${sessionsThisWeek === 1 ? '' : 's'} this week`
  const live = liveSessions > 0 ? `, ${liveSessions} live now` : ''
  return `${actor} (${name}), ${until}: ${used}${live}`
}

const MOST_LINES = 25

/** The week a moment is in, as its Monday: once a week is once for each of these. */
export function weekOf(at: Date): string {
  const monday = new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY * 1000)
  return monday.toISOString().slice(0, 10)
}

/** Who acts for a member, once a week; nothing where nobody does. */
export function digestFor(memberId: string, grants: readonly ActingGrant[], now: Date): MessageDraft[] {
  if (grants.length === 0) return []
  const count = grants.length === 1 ? 'One grant lets' : `${grants.length} grants let`
  const rest = grants.length - MOST_LINES
  const list = [...grants.slice(0, MOST_LINES).map(actingLine), ...(rest > 0 ? [`and ${rest} more`] : [])]
  return [
    {
      ...{ key: `digest:${memberId}:${weekOf(now)}`, kind: 'digest', to: { memberId }, subject: 'Who acts for you' },
      body: {
        lead: `${count} somebody act in your name. End whatever you do not recognise.`,
        ...{ list, path: '/me', pathWords: 'See who acts for you' },
      },
    },
  ]
}
