import { FileChartColumn } from 'lucide-react'
import { TopBar } from '@/components/shell/top-bar'
import { ButtonLink } from '@/components/ui/button'
import type { Period } from '@/lib/domain/exposure'
import { PeriodMenu } from './period-menu'
import { PeriodSwitch } from './period-switch'

/** The bar of the Overview: how far back changes are counted, and the same for managers on one page. */
export function OverviewBar({ period, now }: { period: Period; now: Date }) {
  const end = (
    <>
      <PeriodSwitch period={period} />
      <ButtonLink href={`/reports?period=${period}`} icon={<FileChartColumn aria-hidden="true" />}>
        Risk report
      </ButtonLink>
    </>
  )
  return <TopBar title="Overview" now={now} end={end} phoneEnd={<PeriodMenu period={period} />} />
}
