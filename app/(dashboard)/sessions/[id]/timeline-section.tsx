import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Timeline, type TimelineEvent } from '@/components/ui/timeline'
import { plural } from '@/lib/format'
import type { SessionMoment } from '@/lib/queries/list-session-timeline'
import { momentWords } from './moment-words'

const DAY_MILLISECONDS = 86_400_000

function toEvent(moment: SessionMoment, index: number, { actor, now }: { actor: string; now: Date }): TimelineEvent {
  const isToday = now.getTime() - moment.at.getTime() < DAY_MILLISECONDS
  return {
    id: `${moment.what}-${index}`,
    at: <ExactTime at={moment.at} format={isToday ? 'clock' : 'day'} />,
    by: moment.by ?? actor,
    ...momentWords(moment),
  }
}

/** What happened, latest first. */
export function TimelineSection({ moments, actor, now }: { moments: SessionMoment[]; actor: string; now: Date }) {
  return (
    <section aria-labelledby="timeline" className="page-inset pt-4 pb-8">
      <SectionHead id="timeline" title="Timeline" note={plural(moments.length, 'event')} />
      <Timeline events={moments.map((moment, index) => toEvent(moment, index, { actor, now }))} />
    </section>
  )
}
