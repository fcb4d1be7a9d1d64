'use client'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ChangeFindings } from '@/components/finding/change-finding-dialog'
import { ControlIds } from '@/components/finding/control-ids'
import { EvidenceFacts } from '@/components/finding/evidence-facts'
import { FindingStatus } from '@/components/finding/finding-status'
import { FindingSubject, subjectHref } from '@/components/finding/finding-subject'
import type { SessionActions } from '@/components/session/session-actions'
import { Drawer } from '@/components/ui/drawer'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Segmented } from '@/components/ui/segmented'
import { Severity } from '@/components/ui/severity'
import type { FindingDetail } from '@/lib/domain/finding-row'
import { FindingActivity } from './finding-activity'
import { FindingFoot } from './finding-foot'

type Props = {
  finding: FindingDetail
  now: Date
  closeHref: string
  previousHref: string | null
  nextHref: string | null
  place: string | null
  can: { handle: boolean; revoke: boolean }
  change: ChangeFindings
  sessionActions: SessionActions
}

const STEP = 'grid size-6 place-items-center rounded-md text-fg-3 hover:bg-surface-hover hover:text-fg max-md:size-10'

function Steps({ previousHref, nextHref, place }: Pick<Props, 'previousHref' | 'nextHref' | 'place'>) {
  return (
    <span className="flex items-center text-12 whitespace-nowrap text-fg-3">
      <span className="mr-1.5 tabular-nums max-md:hidden">{place}</span>
      {previousHref ? (
        <Link href={previousHref} replace scroll={false} aria-label="Previous finding" className={STEP}>
          <ChevronUp aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
        </Link>
      ) : null}
      {nextHref ? (
        <Link href={nextHref} replace scroll={false} aria-label="Next finding" className={STEP}>
          <ChevronDown aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
        </Link>
      ) : null}
    </span>
  )
}

function Facts({ finding, now }: Pick<Props, 'finding' | 'now'>) {
  return (
    <>
      <Severity level={finding.severity} />
      <FindingStatus status={finding.status} until={finding.statusUntil} now={now} />
      <span>
        opened <RelativeTime at={finding.openedAt} now={now} />
      </span>
      <span className="code">{finding.id}</span>
    </>
  )
}

const TABS = [
  { value: 'evidence', label: 'Evidence' },
  { value: 'activity', label: 'Activity' },
]

function Body({ finding, now }: Pick<Props, 'finding' | 'now'>) {
  const [tab, setTab] = useState('evidence')
  const evidence = (
    <>
      <EvidenceFacts evidence={finding.evidence} />
      <ControlIds controls={finding.controls} />
    </>
  )
  return (
    <>
      <p className="mb-3 flex min-w-0">
        <Link href={subjectHref(finding.subject)} className="min-w-0">
          <FindingSubject subject={finding.subject} strong />
        </Link>
      </p>
      <Segmented label="About this finding" value={tab} segments={TABS} onSelect={setTab} size="sm" />
      <div className="mt-3">{tab === 'evidence' ? evidence : <FindingActivity finding={finding} now={now} />}</div>
    </>
  )
}

/** One finding beside the list: what it rests on, what happened to it, and what to do. */
export function FindingDrawer(props: Props) {
  const { finding, now, closeHref } = props
  const router = useRouter()
  return (
    <Drawer
      open
      onOpenChange={(open) => open || router.push(closeHref, { scroll: false })}
      title={finding.title}
      description={<Facts finding={finding} now={now} />}
      steps={<Steps {...props} />}
      footer={<FindingFoot {...props} />}
    >
      <Body finding={finding} now={now} />
    </Drawer>
  )
}
