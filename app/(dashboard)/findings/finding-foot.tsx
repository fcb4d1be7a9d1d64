'use client'
import { useState } from 'react'
import { ChangeFindingDialog, type ChangeFindings } from '@/components/finding/change-finding-dialog'
import { CHANGE_WORDS, canChange, FINDING_CHANGES, type FindingChange } from '@/components/finding/change-words'
import { subjectHref } from '@/components/finding/finding-subject'
import { RevokeButton } from '@/components/session/revoke-button'
import type { SessionActions } from '@/components/session/session-actions'
import { Button, ButtonLink } from '@/components/ui/button'
import type { FindingDetail } from '@/lib/domain/finding-row'

type Props = {
  finding: FindingDetail
  now: Date
  can: { handle: boolean; revoke: boolean }
  change: ChangeFindings
  sessionActions: SessionActions
}

/** The fix itself: end the session or the grant, or go to where it can be fixed. */
function Fix({ finding, can, sessionActions }: Pick<Props, 'finding' | 'can' | 'sessionActions'>) {
  const { subject } = finding
  const isSession = subject.kind === 'session'
  if (can.revoke && subject.isLive && (isSession || subject.kind === 'grant')) {
    return (
      <RevokeButton
        {...(isSession ? { sessionIds: [subject.id] } : { grantId: subject.id })}
        findingId={finding.id}
        actions={sessionActions}
        label={isSession ? 'Revoke session' : 'Revoke grant'}
      />
    )
  }
  return <ButtonLink href={subjectHref(subject)}>Open {subject.kind}</ButtonLink>
}

/** What can be done about a finding: its fix at the right, decisions about it at the left. */
export function FindingFoot({ finding, now, can, change, sessionActions }: Props) {
  const [to, setTo] = useState<FindingChange | null>(null)
  const changes = can.handle ? FINDING_CHANGES.filter((each) => canChange(finding.status, each)) : []
  return (
    <>
      <span className="flex min-w-0 flex-1 gap-1.5 overflow-x-auto py-0.5 no-scrollbar">
        {changes.map((each) => (
          <Button key={each} onClick={() => setTo(each)}>
            {CHANGE_WORDS[each].verb}
          </Button>
        ))}
      </span>
      <Fix finding={finding} can={can} sessionActions={sessionActions} />
      {to ? (
        <ChangeFindingDialog
          findingIds={[finding.id]}
          leftOut={0}
          to={to}
          now={now}
          change={change}
          onClose={() => setTo(null)}
        />
      ) : null}
    </>
  )
}
