import { Link } from '@/components/ui/link'
import { formatNumber } from '@/lib/format'
import { classList } from '../ui/class-list'

/** Who answers: identities by a person, by a team, by someone who left, by no one; each with the list of its rows. */
export type Ownership = Record<'person' | 'team' | 'left' | 'none', { count: number; href?: string }>

const PARTS = [
  { key: 'person', label: 'a person', look: 'bg-used' },
  { key: 'team', label: 'a team', look: 'bg-c6' },
  {
    key: 'left',
    label: 'owner left',
    look: 'bg-[repeating-linear-gradient(135deg,var(--high)_0_2px,transparent_2px_4px)] shadow-[inset_0_0_0_1px_var(--high)]',
  },
  { key: 'none', label: 'no owner', look: 'bg-surface shadow-[inset_0_0_0_1.5px_var(--danger)]' },
] as const

function Part({ part, count, href }: { part: (typeof PARTS)[number]; count: number; href?: string }) {
  const { key, label, look } = part
  const tone = key === 'none' && count > 0 ? 'text-danger-fg' : 'text-fg'
  const figure = <b className={classList('block text-13 leading-4.5 tabular-nums', tone)}>{formatNumber(count)}</b>
  return (
    <li>
      {href ? (
        <Link href={href} aria-label={`${count} ${label}`}>
          {figure}
        </Link>
      ) : (
        figure
      )}
      <span className="flex items-center gap-1.25">
        <i aria-hidden="true" className={classList('size-2 rounded-[1px]', look)} />
        {label}
      </span>
    </li>
  )
}

/** Ownership coverage as one bar and its four numbers. */
export function OwnershipBar({ ownership }: { ownership: Ownership }) {
  return (
    <>
      <div aria-hidden="true" className="mt-2.5 mb-2 flex h-2.5 gap-0.5">
        {PARTS.filter(({ key }) => ownership[key].count > 0).map(({ key, look }) => (
          <i key={key} className={classList('rounded-[1px]', look)} style={{ flex: ownership[key].count }} />
        ))}
      </div>
      <ul className="flex justify-between text-12 text-fg-2">
        {PARTS.map((part) => (
          <Part key={part.key} part={part} {...ownership[part.key]} />
        ))}
      </ul>
    </>
  )
}
