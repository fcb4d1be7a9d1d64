'use client'
import { LogOut } from 'lucide-react'
import { initials } from '@/lib/format'
import { DropdownMenu, MenuItem, MenuLabel } from '../ui/dropdown-menu'
import { ThemeToggle } from './theme-toggle'

/** Who is signed in, as the shell shows it. */
export type ShellMember = { name: string; role: string; email?: string }

/** The foot of the nav: the member, a menu to sign out, and the theme. `onSignOut` is a server action. */
export function Member({ member, onSignOut }: { member: ShellMember; onSignOut: () => void | Promise<void> }) {
  const trigger = (
    <button
      type="button"
      aria-label={`Signed in as ${member.name}, ${member.role}`}
      className="flex min-w-0 flex-1 items-center gap-2 rounded-md text-left text-fg-2 hover:text-fg"
    >
      <span
        aria-hidden="true"
        className="size-5 shrink-0 rounded-full bg-ink text-center text-[10px] leading-5 font-medium text-on-ink"
      >
        {initials(member.name)}
      </span>
      <span className="truncate">{member.name}</span>
    </button>
  )
  return (
    <div className="flex items-center gap-2 border-t border-line p-2 text-12">
      <DropdownMenu trigger={trigger} align="start">
        <MenuLabel>
          {member.email ?? member.name}, {member.role}
        </MenuLabel>
        <MenuItem icon={<LogOut aria-hidden="true" strokeWidth={1.75} />} onSelect={() => void onSignOut()}>
          Sign out
        </MenuItem>
      </DropdownMenu>
      <ThemeToggle />
    </div>
  )
}
