import { EmptyState } from '@/components/ui/empty-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { formatDuration, formatNumber, plural } from '@/lib/format'
import type { IngestRunRow } from '@/lib/queries/list-ingest-runs'
import { countWords } from './count-words'

const WORDS: Record<IngestRunRow['status'], { text: string; look: string }> = {
  running: { text: 'running', look: 'text-high-fg' },
  completed: { text: 'completed', look: 'text-fg-2' },
  'completed-with-errors': { text: 'completed, with problems', look: 'text-medium-fg' },
  failed: { text: 'failed', look: 'text-danger-fg' },
}

/** Of a run that was killed nobody counted; every batch it wrote is in the audit log. */
const NO_COUNTS: Record<IngestRunRow['status'], string> = {
  running: 'nothing counted yet',
  completed: 'nothing counted',
  'completed-with-errors': 'nothing counted',
  failed: 'not counted; what it wrote until then stands',
}

function took({ startedAt, finishedAt }: IngestRunRow): string {
  if (!finishedAt) return ''
  return ` in ${formatDuration((finishedAt.getTime() - startedAt.getTime()) / 1000)}`
}

function Problems({ problems }: { problems: string[] }) {
  if (problems.length === 0) return null
  return (
    <details className="mt-1 text-12">
      <summary className="cursor-pointer text-medium-fg">{plural(problems.length, 'problem')}</summary>
      <ul className="mt-1 max-h-60 overflow-auto">
        {problems.map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two records of a file can fail alike
          <li key={index} className="border-t border-line py-1 text-fg-2 first:border-t-0 [overflow-wrap:anywhere]">
            {problem}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Run({ run, now }: { run: IngestRunRow; now: Date }) {
  const status = WORDS[run.status]
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <p className="flex flex-wrap items-center gap-x-2">
        <b className="[overflow-wrap:anywhere]">{run.source}</b>
        <span className={status.look}>
          {status.text}
          {took(run)}
        </span>
        <span className="ml-auto text-12 text-fg-3">
          <RelativeTime at={run.startedAt} now={now} /> by {run.startedBy}
        </span>
      </p>
      <p className="mt-0.5 text-12 text-fg-2 tabular-nums">{countWords(run.counts) || NO_COUNTS[run.status]}</p>
      <Problems problems={run.problems} />
    </li>
  )
}

/** What was read, what came of it, and what could not be read. */
export function RunsSection({ runs, now }: { runs: IngestRunRow[]; now: Date }) {
  return (
    <section aria-labelledby="runs" className="page-inset py-4">
      <SectionHead
        id="runs"
        title="Ingest runs"
        note={runs.length > 0 ? `the last ${formatNumber(runs.length)}` : undefined}
      />
      {runs.length > 0 ? (
        <ul className="mt-1">
          {runs.map((run) => (
            <Run key={run.id} run={run} now={now} />
          ))}
        </ul>
      ) : (
        <EmptyState title="Nothing was ingested yet">
          Each run stands here with what it counted and every record it could not read.
        </EmptyState>
      )}
    </section>
  )
}
