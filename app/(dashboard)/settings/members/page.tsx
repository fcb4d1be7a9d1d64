import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { isAllowed } from '@/lib/domain/authorization'
import { plural } from '@/lib/format'
import { pageContext } from '@/lib/http/context'
import { listMembers } from '@/lib/queries/list-members'
import { SettingsTabs } from '../settings-tabs'
import { AddMember } from './add-member-dialog'
import { MemberItem } from './member-item'

export const metadata: Metadata = { title: 'Members' }

/** Who may sign in, what their roles let them do, and who has been shut out. */
export default async function MembersPage() {
  const ctx = await pageContext()
  const members = await listMembers(ctx)
  const canManage = isAllowed(ctx, 'manage-members')
  const active = members.filter(({ deactivatedAt }) => deactivatedAt === null)
  return (
    <>
      <TopBar title="Settings" now={ctx.now} />
      <SettingsTabs at="members" />
      <section aria-label="Members" className="page-inset pt-3 pb-6">
        <div className="flex flex-wrap items-center gap-2">
          <p className="text-fg-2">
            {plural(active.length, 'member')}
            {members.length > active.length ? `, ${members.length - active.length} deactivated` : ''}
          </p>
          <span className="ml-auto text-12 text-fg-3">
            {canManage ? <AddMember /> : 'Admins decide who is a member'}
          </span>
        </div>
        <ul className="mt-2">
          {members.map((member) => (
            <MemberItem key={member.id} member={member} canManage={canManage} now={ctx.now} />
          ))}
        </ul>
      </section>
    </>
  )
}
