import { Segmented } from '@/components/ui/segmented'
import { PERIODS, type Period } from '@/lib/domain/exposure'

export const PERIOD_LABELS: Record<Period, string> = { '24h': '24 h', '7d': '7 d', '30d': '30 d', '90d': '90 d' }

/** How far back changes are counted, kept in the address. */
export function PeriodSwitch({ period, path = '/' }: { period: Period; path?: string }) {
  const segments = PERIODS.map((each) => ({ value: each, label: PERIOD_LABELS[each], href: `${path}?period=${each}` }))
  return <Segmented label="Period" value={period} segments={segments} />
}
