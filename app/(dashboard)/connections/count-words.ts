import { formatNumber } from '@/lib/format'

/** `newSessions` as `new sessions`. */
const spaced = (name: string) => name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()

/** The counts of a run in words, `2,900 records, 36 sessions`; what counted nothing is left out. */
export function countWords(counts: Record<string, number>): string {
  const told = Object.entries(counts).filter(([, count]) => count > 0)
  return told.map(([name, count]) => `${formatNumber(count)} ${spaced(name)}`).join(', ')
}
