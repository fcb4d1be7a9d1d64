import type { ReactNode } from 'react'
import type { RevocationOutcome, RevocationPreview } from '@/lib/domain/revocation-preview'
import { plural } from '@/lib/format'
import type { RevocationTarget } from './session-actions'

/** The dialog's title: what ends, with its counts. */
export function titleOf(
  preview: RevocationPreview | null,
  outcome: RevocationOutcome | null,
  target: RevocationTarget,
): ReactNode {
  if (!preview || !outcome)
    return target.grantIds
      ? `Revoke ${target.grantIds.length > 1 ? 'the grants' : 'the grant'}`
      : `Revoke ${plural(target.sessionIds?.length ?? 0, 'session')}`
  const children = outcome.children > 0 ? ` and ${plural(outcome.children, 'child', 'children')}` : ''
  const sessions = `${plural(outcome.selected, 'session')}${children}`
  if (!preview.grant) return `Revoke ${sessions}`
  return preview.grant.isManaged
    ? `Revoke ${preview.grant.name} with ${sessions}`
    : `Revoke ${sessions} of ${preview.grant.name}`
}

/** What was asked, what of it can be done, and why the rest was left out. */
export function describeLeftOut({ asked, grant }: RevocationPreview, { selected, leftOut }: RevocationOutcome): string {
  const reasons = [
    leftOut['already-revoking'] > 0 && `${leftOut['already-revoking']} already revoking.`,
    leftOut['already-ended'] > 0 && `${leftOut['already-ended']} over already.`,
  ].filter(Boolean)
  if (grant && !grant.isManaged) {
    const stays = grant.count > 1 ? 'these grants: they stay, and their' : 'this grant: it stays, and its'
    return `Remit only observes ${stays} ${plural(asked, 'live session')} can be ended. ${reasons.join(' ')}`
  }
  if (grant) {
    const [it, each] = grant.count > 1 ? ['them', ' Each has a receipt of its own.'] : ['it', '']
    return `No session can be issued under ${it} again. ${plural(asked, 'live session')} under ${it} now.${each}`
  }
  if (asked === 1 && reasons.length === 0) return 'Cannot be undone. Locking can.'
  return [`${asked} selected, ${selected} can be revoked.`, ...reasons].join(' ')
}
