import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { EmptyState } from '@/components/ui/empty-state'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { listAbsences } from '@/lib/queries/list-absences'
import { listMembers } from '@/lib/queries/list-members'
import { SettingsTabs } from '../settings-tabs'
import { AbsenceButton } from './absence-dialog'
import { AbsenceItem } from './absence-item'

export const metadata: Metadata = { title: 'Absences' }

/** Who is away, and who votes in their place meanwhile. */
export default async function AbsencesPage() {
  const ctx = await pageContext()
  const [absences, members] = await Promise.all([listAbsences(ctx), listMembers(ctx)])
  const active = members.filter(({ deactivatedAt }) => deactivatedAt === null)
  const people = active.map(({ id, name, isReader }) => ({ id, name, isReader }))
  const current = absences.filter(({ status }) => status !== 'over').length
  return (
    <>
      <TopBar title="Settings" now={ctx.now} />
      <SettingsTabs at="absences" />
      <section aria-label="Absences" className="page-inset pt-3 pb-6">
        <div className="flex flex-wrap items-center gap-2">
          <p className="text-fg-2">{current === 0 ? 'Nobody is away' : `${current} now or to come`}</p>
          <span className="ml-auto">
            <AbsenceButton people={people} forOthers={isAllowed(ctx, 'manage-members')} />
          </span>
        </div>
        {absences.length === 0 ? (
          <EmptyState title="No absence yet">
            Whoever goes away names somebody who votes in their place, so that questions do not wait for them.
          </EmptyState>
        ) : null}
        <ul className="mt-2">
          {absences.map((absence) => (
            <AbsenceItem key={absence.id} absence={absence} />
          ))}
        </ul>
      </section>
    </>
  )
}
