import { canTransition, type FindingStatus } from '@/lib/domain/life'

/** What a person can decide about a finding; resolving is not among it, a finding resolves when its cause is gone. */
export const FINDING_CHANGES = ['acknowledged', 'accepted', 'snoozed', 'open'] as const
export type FindingChange = (typeof FINDING_CHANGES)[number]

export const CHANGE_WORDS: Record<FindingChange, { verb: string; done: string; description: string; reason: string }> =
  {
    acknowledged: {
      verb: 'Acknowledge',
      done: 'Acknowledged',
      description: 'Somebody is on it. It stays in sight until its cause is gone.',
      reason: '',
    },
    accepted: {
      verb: 'Accept until',
      done: 'Accepted',
      description: 'The risk is borne knowingly. It opens again on that day if its cause is still there.',
      reason: '',
    },
    snoozed: {
      verb: 'Snooze',
      done: 'Snoozed',
      description: 'Put aside for a while. It opens again then if its cause is still there.',
      reason: 'To be looked at later.',
    },
    open: { verb: 'Reopen', done: 'Reopened', description: 'It asks for a decision again.', reason: '' },
  }

/** Whether a finding may be changed so. What is resolved opens again by itself, when its cause is back. */
export function canChange(status: FindingStatus, to: FindingChange): boolean {
  return status !== 'resolved' && canTransition('finding', status, to)
}
