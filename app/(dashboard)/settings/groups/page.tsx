import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { EmptyState } from '@/components/ui/empty-state'
import { isAllowed } from '@/lib/domain/authorization'
import { plural } from '@/lib/format'
import { pageContext } from '@/lib/http/context'
import { listGroups } from '@/lib/queries/list-groups'
import { listMembers } from '@/lib/queries/list-members'
import { SettingsTabs } from '../settings-tabs'
import { GroupButton } from './group-dialog'
import { GroupItem } from './group-item'

export const metadata: Metadata = { title: 'Groups' }

/** Groups of members, for rules to name: whoever is in one may vote where it is asked. */
export default async function GroupsPage() {
  const ctx = await pageContext()
  const [groups, members] = await Promise.all([listGroups(ctx), listMembers(ctx)])
  const canManage = isAllowed(ctx, 'manage-groups')
  const people = members.map(({ id, name, email, deactivatedAt }) => {
    return { value: id, label: name, note: deactivatedAt ? 'deactivated' : email }
  })
  return (
    <>
      <TopBar title="Settings" now={ctx.now} />
      <SettingsTabs at="groups" />
      <section aria-label="Groups" className="page-inset pt-3 pb-6">
        <div className="flex flex-wrap items-center gap-2">
          <p className="text-fg-2">{plural(groups.length, 'group')}</p>
          <span className="ml-auto text-12 text-fg-3">
            {canManage ? <GroupButton people={people} /> : 'Admins make groups'}
          </span>
        </div>
        {groups.length === 0 ? (
          <EmptyState title="No group yet">Rules ask groups for votes: make one for each team that decides.</EmptyState>
        ) : null}
        <ul className="mt-2">
          {groups.map((group) => (
            <GroupItem key={group.id} group={group} people={people} canManage={canManage} />
          ))}
        </ul>
      </section>
    </>
  )
}
