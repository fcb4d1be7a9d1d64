import { plural, secondsInShort } from '@/lib/domain/worth-words'

/** How somebody who approved this has decided on the same actor before. `medianSeconds`: from opening to voting. */
export type VoterHabit = { name: string; votes: number; approved: number; medianSeconds: number | null }

/** What is looked at. Breadth 0–100; `share` 0–1 of what the principal may do; `similar`: the last grant of the same two on one
 *  of these systems, with how many of its permissions were used. */
export type WorthFacts = {
  kind: 'grant' | 'session' | 'policy'
  breadth: number | null
  limit: number | null
  tier: number | null
  isPermanent: boolean
  isFirstOfPair: boolean
  share: number | null
  outside: number
  credentials: string[]
  unused: number
  pastSessions: number
  similar: { name: string; used: number; granted: number } | null
  habits: VoterHabit[]
  quick: { name: string; seconds: number }[]
  rules: { version: number; current: number } | null
  isStatedOnly: boolean
  actor: string | null
  principal: string | null
}

/** One thing an approver may overlook: `strong` is what of the text stands out. */
export type Worth = { id: string; text: string; strong: string | null }

const ALWAYS = 5
const SECONDS = 15
const MOST_OF_PRINCIPAL = 0.75
const LITTLE_USED = 0.25

const alwaysYes = ({ habits, actor }: WorthFacts): Worth[] =>
  habits
    .filter(({ votes, approved }) => votes >= ALWAYS && approved === votes)
    .map(({ name, votes, medianSeconds }) => ({
      id: `always-yes-${name}`,
      text: `${name} approved the last ${votes} of ${votes} from ${actor ?? 'this actor'}${
        medianSeconds === null ? '' : `, in the middle after ${secondsInShort(medianSeconds)}`
      }.`,
      strong: `${votes} of ${votes}`,
    }))

const inSeconds = ({ quick }: WorthFacts): Worth[] =>
  quick
    .filter(({ seconds }) => seconds < SECONDS)
    .map(({ name, seconds }) => ({
      id: `in-seconds-${name}`,
      text: `${name} approved this ${secondsInShort(seconds)} after opening it.`,
      strong: secondsInShort(seconds),
    }))

function overLimit({ breadth, limit, tier }: WorthFacts): Worth[] {
  if (breadth === null || limit === null || breadth <= limit) return []
  const over = `${breadth - limit} over the limit`
  return [{ id: 'over-limit', text: `As asked, ${over} of tier ${tier ?? 3} for so long a life.`, strong: over }]
}

const permanent = ({ isPermanent }: WorthFacts): Worth[] =>
  isPermanent ? [{ id: 'permanent', text: 'It never ends, unless somebody ends it.', strong: 'never ends' }] : []

function first({ isFirstOfPair, kind, actor, principal }: WorthFacts): Worth[] {
  if (!isFirstOfPair || kind === 'policy') return []
  return [
    {
      id: 'first-of-pair',
      text: `${actor} has never acted for ${principal} before.`,
      strong: 'never',
    },
  ]
}

function ofPrincipal({ share, outside, principal }: WorthFacts): Worth[] {
  const worth: Worth[] = []
  if (share !== null && share >= MOST_OF_PRINCIPAL) {
    const percent = `${Math.round(share * 100)} %`
    worth.push({ id: 'share', text: `It is ${percent} of all that ${principal} may do.`, strong: percent })
  }
  if (share !== null && outside > 0) {
    const words = plural(outside, 'permission')
    worth.push({
      id: 'outside',
      text: `${words} of these ${principal} does not hold, as far as is known.`,
      strong: words,
    })
  }
  return worth
}

function credentials({ credentials: keys }: WorthFacts): Worth[] {
  const [key, ...rest] = keys
  if (!key) return []
  const more = rest.length > 0 ? ` and ${rest.length} more` : ''
  return [{ id: 'credentials', text: `${key}${more} hands out further access.`, strong: key }]
}

function neverUsed({ unused, pastSessions }: WorthFacts): Worth[] {
  if (unused === 0 || pastSessions < 3) return []
  const words = plural(unused, 'permission')
  return [
    {
      id: 'unused',
      text: `${words} asked for ${unused === 1 ? 'was' : 'were'} not used in the last ${pastSessions} sessions.`,
      strong: words,
    },
  ]
}

function littleUsed({ similar }: WorthFacts): Worth[] {
  if (!similar || similar.granted === 0 || similar.used / similar.granted > LITTLE_USED) return []
  const words = `${similar.used} of ${similar.granted}`
  return [{ id: 'little-used', text: `Of the last such grant, ${similar.name}, ${words} were used.`, strong: words }]
}

function ruled({ rules }: WorthFacts): Worth[] {
  if (!rules || rules.version === rules.current) return []
  return [
    {
      id: 'rules-changed',
      text: `The rules have changed since: it was asked under version ${rules.version}, ${rules.current} holds now.`,
      strong: 'changed since',
    },
  ]
}

const statedOnly = ({ isStatedOnly }: WorthFacts): Worth[] =>
  isStatedOnly
    ? [{ id: 'stated-only', text: 'Nobody vouches for what the client says of its run.', strong: 'Nobody vouches' }]
    : []

const LOOKED_AT = [
  ruled,
  alwaysYes,
  inSeconds,
  overLimit,
  permanent,
  credentials,
  first,
  ofPrincipal,
  neverUsed,
  littleUsed,
  statedOnly,
]

/** What an approver should know and may overlook, the weightiest first. It accuses nobody: it says what is on record. */
export function worthKnowing(facts: WorthFacts): Worth[] {
  return LOOKED_AT.flatMap((look) => look(facts))
}
