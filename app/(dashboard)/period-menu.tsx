'use client'
import { ChevronDown } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuLink } from '@/components/ui/dropdown-menu'
import { PERIODS, type Period } from '@/lib/domain/exposure'
import { PERIOD_LABELS } from './period-switch'

/** The period switch of the phone: the one that holds, and a menu of the others. */
export function PeriodMenu({ period, path = '/' }: { period: Period; path?: string }) {
  const trigger = (
    <Button aria-label={`Period, ${PERIOD_LABELS[period]}`}>
      {PERIOD_LABELS[period]}
      <ChevronDown aria-hidden="true" />
    </Button>
  )
  return (
    <DropdownMenu trigger={trigger}>
      {PERIODS.map((each) => (
        <MenuLink key={each} href={`${path}?period=${each}`}>
          {PERIOD_LABELS[each]}
        </MenuLink>
      ))}
    </DropdownMenu>
  )
}
