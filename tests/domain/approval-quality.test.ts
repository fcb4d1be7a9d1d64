import { describe, expect, it } from 'vitest'
import { type CastVote, measureApprovers } from '@/lib/domain/approval-quality'
import { approverSignals } from '@/lib/domain/detectors/approver-signals'
import { at, NOW } from '@/tests/support/clock'

const cast = (over: Partial<CastVote> = {}): CastVote => ({
  ...{ approvalId: 'q', memberId: 'amal', name: 'Amal', vote: 'approve', votedAt: NOW, seenAt: at('-5m') },
  ...{ requestedByMemberId: 'ada', requestedBy: 'Ada', isInChain: false },
  ...over,
})
const times = (count: number, over: Partial<CastVote> = {}) => Array.from({ length: count }, () => cast(over))
const weekday = { weekdays: [1, 2, 3, 4, 5], startMinute: 540, durationMinutes: 540, timeZone: 'Europe/Berlin' }
const signalsOf = (votes: CastVote[], hours = [weekday].slice(1)) =>
  Object.fromEntries(measureApprovers(votes, hours).map(({ memberId, signals }) => [memberId, signals]))

describe('what approvers’ votes suggest to look at', () => {
  it('says nothing of somebody who takes time, says no at times and has few votes', () => {
    expect(signalsOf([...times(18), cast({ vote: 'deny' }), cast({ vote: 'deny' })])).toEqual({ amal: [] })
    expect(signalsOf(times(19))).toEqual({ amal: [] })
  })

  it('notices who always says yes', () => {
    expect(signalsOf(times(20))).toEqual({ amal: ['always-yes'] })
    expect(signalsOf([...times(19), cast({ vote: 'deny' })])).toEqual({ amal: [] })
  })

  it('notices who decides within seconds, by the median from seeing it', () => {
    const quick = { seenAt: at('-9s') }
    expect(signalsOf(times(5, quick))).toEqual({ amal: ['in-seconds'] })
    expect(signalsOf(times(4, quick))).toEqual({ amal: [] })
    expect(signalsOf([...times(3, quick), ...times(4)])).toEqual({ amal: [] })
  })

  it('notices two who approve each other, and not one who only approves', () => {
    const back = { memberId: 'ada', name: 'Ada', requestedByMemberId: 'amal' }
    expect(signalsOf([...times(3), ...times(3, back)])).toEqual({ amal: ['reciprocal'], ada: ['reciprocal'] })
    expect(signalsOf([...times(3), ...times(2, back)])).toEqual({ amal: [], ada: [] })
    expect(signalsOf([...times(3), ...times(3, { ...back, vote: 'deny' })])).toEqual({ amal: [], ada: [] })
  })

  it('notices an approval within one’s own chain', () => {
    expect(signalsOf([cast({ isInChain: true })])).toEqual({ amal: ['in-chain'] })
    expect(signalsOf([cast({ isInChain: true, vote: 'deny' })])).toEqual({ amal: [] })
  })

  it('notices approvals outside office hours, on the clock of the office, across the change of time', () => {
    const late = new Date('2026-10-26T17:30:00Z')
    const same = new Date('2026-10-23T15:30:00Z')
    const votes = [...times(5, { votedAt: late, seenAt: late }).map((vote) => ({ ...vote, seenAt: at('-300d') }))]
    expect(signalsOf(votes, [weekday])).toEqual({ amal: ['outside-hours'] })
    expect(
      signalsOf(
        votes.map((vote) => ({ ...vote, votedAt: same })),
        [weekday],
      ),
    ).toEqual({ amal: [] })
    expect(measureApprovers(votes, [])[0]?.outsideHours).toBeNull()
  })

  it('makes one finding of each signal, about the member', () => {
    const [amal] = measureApprovers(times(20, { seenAt: at('-1s') }), [])
    const found = amal ? approverSignals(amal) : []
    expect(found.map(({ detector, subjectKind, subjectId }) => [detector, subjectKind, subjectId])).toEqual([
      ['approver-always-yes', 'member', 'amal'],
      ['approver-in-seconds', 'member', 'amal'],
    ])
  })
})
