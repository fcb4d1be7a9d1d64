import type { Choice } from '@/components/ui/multi-pick'
import { plural } from '@/lib/format'
import type { GroupRow } from '@/lib/queries/list-groups'
import { DeleteGroup } from './delete-group'
import { GroupButton } from './group-dialog'

/** One group: who is in it, and which rules ask it. */
export function GroupItem({ group, people, canManage }: { group: GroupRow; people: Choice[]; canManage: boolean }) {
  const { id, name, members, usedIn } = group
  const active = members.filter(({ isActive }) => isActive).length
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <b>{name}</b>
        <span className="text-12 text-fg-3">
          {plural(active, 'member')}
          {members.length > active ? `, ${members.length - active} deactivated` : ''}
        </span>
        {canManage ? (
          <span className="ml-auto flex items-center gap-1.5">
            <GroupButton people={people} group={{ id, name, memberIds: members.map((member) => member.id) }} />
            <DeleteGroup group={{ id, name }} />
          </span>
        ) : null}
      </div>
      <p className="mt-0.5 text-fg-2">{members.map((member) => member.name).join(', ') || 'Nobody is in it.'}</p>
      <p className="text-12 text-fg-3">{usedIn.length > 0 ? `Named by: ${usedIn.join(', ')}` : 'No rule names it'}</p>
    </li>
  )
}
