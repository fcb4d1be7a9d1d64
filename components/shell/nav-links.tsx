'use client'
import { usePathname } from 'next/navigation'
import { Link } from '@/components/ui/link'
import { formatNumber } from '@/lib/format'
import { classList } from '../ui/class-list'
import type { NavGroup, NavItem } from './nav-item'

const isHere = (pathname: string, { href }: NavItem) =>
  pathname === href || (href !== '/' && pathname.startsWith(`${href}/`))

function countWords(count: number, most = Number.POSITIVE_INFINITY): string {
  return count > most ? `${formatNumber(most)}+` : formatNumber(count)
}

function NavLink({ item, here, onGo }: { item: NavItem; here: boolean; onGo?: () => void }) {
  return (
    <Link
      href={item.href}
      onClick={onGo}
      aria-current={here ? 'page' : undefined}
      className={classList(
        'group/nav flex h-7 items-center gap-2 rounded-md px-2 hover:bg-surface-strong hover:text-fg focus-visible:rounded-md max-md:h-10',
        '[&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]',
        here ? 'bg-surface-strong font-medium text-fg' : 'text-fg-2 [&_svg]:text-fg-3',
      )}
    >
      {item.icon}
      {item.label}
      {item.count === undefined ? null : (
        <span
          className={classList(
            'ml-auto text-12 tabular-nums',
            item.waiting ? 'font-medium text-accent-fg' : 'font-normal group-hover/nav:text-fg-2',
            !item.waiting && (here ? 'text-fg-2' : 'text-fg-3'),
          )}
        >
          {countWords(item.count, item.most)}
        </span>
      )}
    </Link>
  )
}

/** The pages one can go to, in groups; the current one is marked. `onGo` closes the phone's sheet. */
export function NavLinks({ groups, onGo }: { groups: NavGroup[]; onGo?: () => void }) {
  const pathname = usePathname()
  return (
    <>
      {groups.map((group) => (
        <ul key={group[0]?.href} className="not-first-of-type:mt-3">
          {group.map((item) => (
            <li key={item.href}>
              <NavLink item={item} here={isHere(pathname, item)} onGo={onGo} />
            </li>
          ))}
        </ul>
      ))}
    </>
  )
}
