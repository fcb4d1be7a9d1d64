import { formatNumber, plural } from '@/lib/format'

/** What a run can have counted, in the order it is told. */
const WORDS: Record<string, (count: number) => string> = {
  files: (count) => plural(count, 'file'),
  refused: (count) => `${formatNumber(count)} refused`,
  records: (count) => plural(count, 'record'),
  fresh: (count) => `${formatNumber(count)} new`,
  duplicates: (count) => `${formatNumber(count)} seen before`,
  skipped: (count) => `${formatNumber(count)} that are no calls`,
  broken: (count) => `${formatNumber(count)} not readable`,
  sessions: (count) => plural(count, 'new session'),
  attempts: (count) => plural(count, 'refused attempt'),
  uses: (count) => plural(count, 'use'),
  grants: (count) => plural(count, 'grant'),
}

/** The counts of a run in words, `2,900 records, 36 new sessions`; what counted nothing is left out, and a run that only
 *  met what it knew says that it added nothing. */
export function countWords(counts: Record<string, number>): string {
  const told = Object.entries(WORDS).flatMap(([name, words]) => (counts[name] ? [words(counts[name])] : []))
  const isNew = counts.fresh || counts.sessions || counts.uses
  return [...told, ...(counts.duplicates && !isNew ? ['nothing new'] : [])].join(', ')
}
