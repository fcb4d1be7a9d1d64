import { setFlagsFromString } from 'node:v8'
import { SingleBar } from 'cli-progress'
import type { Context } from '@/lib/domain/context'
import { describeIngestProblem } from '@/lib/domain/ingest-problem'
import { type IngestSummary, ingestCloudTrail } from '@/lib/jobs/ingest-cloudtrail'
import { type ListedFile, listFiles, openFiles } from '@/lib/runtime/ingest-files'
import { UsageError } from '@/lib/runtime/usage-error'

const SOURCES = { 'aws-cloudtrail': ingestCloudTrail }
const SHOWN_PROBLEMS = 50
const SHOWN_SOURCES = 3
const number = new Intl.NumberFormat('en')

/** `remit ingest <source> <paths…>`: returns the exit code, 0, or 2 where something could not be read. With `json` the
 *  last line on standard output is one JSON object of counts; progress goes to standard error. */
export async function ingestFromTerminal(
  ctx: Context,
  source: string,
  paths: string[],
  { json = false }: { json?: boolean },
): Promise<number> {
  const ingest = Object.hasOwn(SOURCES, source) ? SOURCES[source as keyof typeof SOURCES] : undefined
  if (!ingest) throw new UsageError(`There is no source "${source}". There is: ${Object.keys(SOURCES).join(', ')}.`)
  const { files, digests } = await listFiles(paths)
  if (files.length === 0) {
    const what = digests > 0 ? 'no file but digests, which hold no records,' : 'no file'
    throw new UsageError(`There is ${what} in ${paths.join(', ')}.`)
  }
  // Parsing makes garbage faster than V8 thinks worth collecting; so it does before it asks the machine for more memory.
  setFlagsFromString('--heap-growing-percent=50')
  const bar = startBar(files)
  const started = performance.now()
  let summary: IngestSummary
  try {
    const onProgress = ({ records }: IngestSummary) =>
      bar?.update({ records: number.format(records), rate: rate(records, started) })
    summary = await ingest(
      ctx,
      openFiles(files, (bytes) => bar?.increment(bytes)),
      { source: nameSources(paths), now: () => new Date(), onProgress },
    )
  } finally {
    bar?.stop()
  }
  tellProblems(summary)
  process.stdout.write(
    json ? `${JSON.stringify(toCounts(summary, digests))}\n` : describeSummary(summary, { started, digests }),
  )
  return summary.broken > 0 || summary.refusedFiles.length > 0 ? 2 : 0
}

/** What was asked for, as the run is told by. */
function nameSources(paths: readonly string[]): string {
  const names = paths.slice(0, SHOWN_SOURCES).map((each) => (each === '-' ? 'standard input' : each))
  return names.join(', ') + (paths.length > SHOWN_SOURCES ? ` and ${paths.length - SHOWN_SOURCES} more` : '')
}

/** A bar of bytes with the rate of records; none where nobody looks at a terminal. */
function startBar(files: readonly ListedFile[]): SingleBar | null {
  if (!process.stderr.isTTY) return null
  const total = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0)
  const isKnown = files.every((file) => file.bytes !== null)
  const format = isKnown
    ? '{bar} {percentage}%  {records} records  {rate}/s  {eta_formatted} left'
    : '{records} records  {rate}/s'
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true, fps: 5 })
  bar.start(Math.max(1, total), 0, { records: '0', rate: '0' })
  return bar
}

function rate(records: number, started: number): string {
  return number.format(Math.round(records / Math.max(0.001, (performance.now() - started) / 1000)))
}

function tellProblems({ refusedFiles, brokenRecords, broken }: IngestSummary): void {
  const problems = [
    ...refusedFiles.map(({ file, reason }) => ({ file, reason: `refused: ${reason}` })),
    ...brokenRecords,
  ]
  for (const problem of problems.slice(0, SHOWN_PROBLEMS)) process.stderr.write(`${describeIngestProblem(problem)}\n`)
  const rest = refusedFiles.length + broken - Math.min(problems.length, SHOWN_PROBLEMS)
  if (rest > 0) process.stderr.write(`and ${number.format(rest)} more\n`)
}

function toCounts(summary: IngestSummary, digests: number) {
  const { refusedFiles, brokenRecords, ...counts } = summary
  return { ...counts, digests, refused: refusedFiles.length, refusedFiles, brokenRecords }
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${number.format(count)} ${count === 1 ? one : many}`
}

type Run = { started: number; digests: number }

function describeSummary(summary: IngestSummary, { started, digests }: Run): string {
  const { files, records, fresh, duplicates, sessions, attempts, uses, grants, skipped, broken, refusedFiles } = summary
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const lines = [
    `Read ${plural(records, 'record')} from ${plural(files, 'file')} in ${seconds} s (${rate(records, started)}/s).`,
  ]
  const isNew = fresh > 0 || sessions > 0 || uses > 0
  if (duplicates > 0 && !isNew) lines.push('Nothing new: every record had been ingested before.')
  else lines.push(`${number.format(fresh)} new, ${number.format(duplicates)} ingested before.`)
  if (isNew) {
    const attempted = plural(attempts, 'refused attempt')
    lines.push(
      `${plural(sessions, 'new delegated session')}, ${attempted}, ${plural(uses, 'use')}, ${plural(grants, 'observed grant')} measured.`,
    )
  }
  if (skipped > 0) lines.push(`${plural(skipped, 'record')} of other kinds skipped.`)
  if (broken > 0) lines.push(`${plural(broken, 'record')} could not be read.`)
  if (digests > 0) lines.push(`${plural(digests, 'digest')} left out: they hold no records.`)
  if (refusedFiles.length > 0) lines.push(`${plural(refusedFiles.length, 'file')} refused: no CloudTrail.`)
  return `${lines.join('\n')}\n`
}
