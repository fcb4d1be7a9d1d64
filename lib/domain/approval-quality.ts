import { type GrantWindow, isWithinWindows } from '@/lib/domain/window'

/** One vote of a person on a grant or a session. `seenAt`: when they opened it, else when they could. `isInChain`: the voter
 *  owns the principal or the actor, is one of them, or acts through the actor. Ids are UUIDs. */
export type CastVote = {
  approvalId: string
  memberId: string
  name: string
  vote: 'approve' | 'deny'
  votedAt: Date
  seenAt: Date
  requestedByMemberId: string | null
  requestedBy: string
  isInChain: boolean
}

/** How many days of votes are looked at. */
export const QUALITY_DAYS = 90

/** Starting points: below these numbers nothing is said of anybody. */
export const QUALITY_LIMITS = {
  alwaysYes: { votes: 20, share: 0.98 },
  inSeconds: { votes: 5, medianSeconds: 10 },
  reciprocal: { each: 3 },
  outsideHours: { votes: 5, share: 0.3 },
} as const

export const SIGNALS = ['always-yes', 'in-seconds', 'reciprocal', 'in-chain', 'outside-hours'] as const
export type Signal = (typeof SIGNALS)[number]

/** How one approver decides. `medianSeconds`: from seeing a question to voting on it. `outsideHours` null: the rules say no
 *  office hours. `reciprocal`: with whom they approve each other, the fewer of both ways each. */
export type ApproverQuality = {
  memberId: string
  name: string
  votes: number
  approved: number
  medianSeconds: number
  inChain: number
  outsideHours: number | null
  reciprocal: { memberId: string; name: string; times: number }[]
  signals: Signal[]
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0]
  return (low + high) / 2
}

const isYes = ({ vote }: CastVote) => vote === 'approve'

/** How often each approved what each other member asked for, by `approver asker`. */
function countYes(votes: readonly CastVote[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { memberId, requestedByMemberId } of votes.filter(isYes)) {
    if (requestedByMemberId === null) continue
    const key = `${memberId} ${requestedByMemberId}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

type Others = { yes: ReadonlyMap<string, number>; names: ReadonlyMap<string, string> }

function reciprocalOf(memberId: string, { yes, names }: Others): ApproverQuality['reciprocal'] {
  return [...names]
    .flatMap(([other, name]) => {
      const times = Math.min(yes.get(`${memberId} ${other}`) ?? 0, yes.get(`${other} ${memberId}`) ?? 0)
      return other !== memberId && times >= QUALITY_LIMITS.reciprocal.each ? [{ memberId: other, name, times }] : []
    })
    .sort((a, b) => b.times - a.times)
}

type Figures = Omit<ApproverQuality, 'signals'>

function signalsOf({ votes, approved, medianSeconds, inChain, outsideHours, reciprocal }: Figures): Signal[] {
  const { alwaysYes, inSeconds, outsideHours: outside } = QUALITY_LIMITS
  const told: Record<Signal, boolean> = {
    'always-yes': votes >= alwaysYes.votes && approved / votes >= alwaysYes.share,
    'in-seconds': votes >= inSeconds.votes && medianSeconds < inSeconds.medianSeconds,
    reciprocal: reciprocal.length > 0,
    'in-chain': inChain > 0,
    'outside-hours': outsideHours !== null && outsideHours >= outside.votes && outsideHours / votes >= outside.share,
  }
  return SIGNALS.filter((signal) => told[signal])
}

function measure(memberId: string, own: readonly CastVote[], hours: readonly GrantWindow[], others: Others) {
  const yes = own.filter(isYes)
  const figures: Figures = {
    memberId,
    name: own[0]?.name ?? '',
    votes: own.length,
    approved: yes.length,
    medianSeconds: median(own.map(({ seenAt, votedAt }) => Math.max(0, votedAt.getTime() - seenAt.getTime()) / 1000)),
    inChain: yes.filter(({ isInChain }) => isInChain).length,
    outsideHours: hours.length === 0 ? null : yes.filter(({ votedAt }) => !isWithinWindows(hours, votedAt)).length,
    reciprocal: reciprocalOf(memberId, others),
  }
  return { ...figures, signals: signalsOf(figures) }
}

/** How each approver decided, those with most to tell first. Signals are questions to ask, not proof of anything. */
export function measureApprovers(votes: readonly CastVote[], hours: readonly GrantWindow[]): ApproverQuality[] {
  const byMember = new Map<string, CastVote[]>()
  for (const vote of votes) {
    const own = byMember.get(vote.memberId)
    if (own) own.push(vote)
    else byMember.set(vote.memberId, [vote])
  }
  const names = new Map([...byMember].map(([memberId, own]) => [memberId, own[0]?.name ?? '']))
  const others = { yes: countYes(votes), names }
  return [...byMember]
    .map(([memberId, own]) => measure(memberId, own, hours, others))
    .sort((a, b) => b.signals.length - a.signals.length || b.votes - a.votes)
}
