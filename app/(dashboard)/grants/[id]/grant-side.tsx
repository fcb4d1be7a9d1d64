import { RefusedAttempts } from '@/components/attempt/refused-attempts'
import { SubjectTimeline } from '@/components/audit/subject-timeline'
import { SubjectFindings } from '@/components/finding/subject-findings'
import type { AttemptRow } from '@/lib/domain/attempt'
import type { Page } from '@/lib/domain/page'
import type { GrantDetail } from '@/lib/queries/get-grant'
import { hrefWith } from '../../sessions/search-params'
import { Bounds } from './bounds'

type Props = {
  grant: GrantDetail
  attempts: Page<AttemptRow>
  query: Record<string, string | undefined>
  now: Date
}

/** What bounds the grant, what is wrong with it, what was refused under it, and what happened to it. */
export function GrantSide({ grant, attempts, query, now }: Props) {
  const { id, findings, events } = grant
  const hrefOf = (change: Record<string, string | null>) => `${hrefWith(`/grants/${id}`, query, change)}#refused`
  return (
    <div className="divide-y divide-line border-line max-[1099px]:border-t min-[1100px]:border-l">
      <Bounds grant={grant} />
      <SubjectFindings filter={`subject=${id}`} findings={findings} />
      <RefusedAttempts page={attempts} now={now} hrefOf={hrefOf} none="Nothing was refused under it." />
      <SubjectTimeline subject={id} events={events} />
    </div>
  )
}
