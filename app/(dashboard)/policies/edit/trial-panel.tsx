'use client'
import { History } from 'lucide-react'
import { memo, useState } from 'react'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Select } from '@/components/ui/select'
import type { ApprovalPolicy } from '@/lib/domain/approval-policy'
import type { PolicyTrial, TriedRequest, Way } from '@/lib/domain/policy-trial'
import { formatNumber, plural } from '@/lib/format'
import { testThePolicy } from '../actions'

const DAYS = [30, 90, 365].map((days) => ({ value: String(days), label: `${days} days` }))

const inWords = ({ rule, steps }: Way) => `${steps.join('; ')} (${rule ?? 'no rule speaks'})`

function Row({ row }: { row: TriedRequest }) {
  return (
    <li className="border-t border-line py-2">
      <div className="flex flex-wrap gap-x-2">
        <Link href={`/inbox/${row.id}`} className="text-accent-fg hover:underline">
          {row.name}
        </Link>
        <span className="text-fg-2">
          {row.actor} for {row.principal}
        </span>
        <span className="text-12 text-fg-3">
          <ExactTime at={row.requestedAt} format="date" /> · {row.status}
        </span>
      </div>
      <p className="text-12 text-fg-3">now: {inWords(row.held)}</p>
      <p className="text-12">then: {inWords(row.proposed)}</p>
    </li>
  )
}

function Figures({ trial }: { trial: PolicyTrial }) {
  const { total, other, approved, denied, asked, askedOthers, unread, isPart, days } = trial
  const parts = [
    [approved, 'approved by a rule'],
    [denied, 'denied by a rule'],
    [asked, 'put to people instead'],
    [askedOthers, 'put to other people'],
  ] as const
  return (
    <p className="mt-2">
      <b>
        {formatNumber(other)} of {plural(total, 'request')}
      </b>{' '}
      of the last {days} days would have gone another way
      {parts.map(([count, what]) => (count > 0 ? `, ${count} ${what}` : '')).join('')}.
      {unread > 0 ? ` ${unread} can no longer be tried.` : ''}
      {isPart ? ' Only the latest 2,000 were tried.' : ''}
    </p>
  )
}

function ByRule({ trial }: { trial: PolicyTrial }) {
  const used = trial.byRule.filter(({ before, after }) => before + after > 0)
  const unused = trial.byRule.length - used.length
  return (
    <table className="mt-2 w-full max-w-150 text-left">
      <thead className="text-12 text-fg-3">
        <tr>
          <th className="font-normal">Decided by</th>
          <th className="text-right font-normal">now</th>
          <th className="text-right font-normal">then</th>
        </tr>
      </thead>
      <tbody className="tabular-nums">
        {used.map(({ rule, before, after }) => (
          <tr key={rule ?? ''} className="border-t border-line">
            <td className="py-1">{rule ?? 'no rule'}</td>
            <td className="text-right">{before}</td>
            <td className="text-right">{after}</td>
          </tr>
        ))}
      </tbody>
      {unused > 0 ? (
        <caption className="caption-bottom pt-1 text-left text-12 text-fg-3">
          {plural(unused, 'rule')} would have decided nothing.
        </caption>
      ) : null}
    </table>
  )
}

const Result = memo(function Result({ trial }: { trial: PolicyTrial }) {
  return (
    <div role="status">
      <Figures trial={trial} />
      <ByRule trial={trial} />
      <ul className="mt-2">
        {trial.rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </div>
  )
})

/** How what was asked before would have gone under the rules as they are written. */
export function TrialPanel({ policy }: { policy: ApprovalPolicy }) {
  const [days, setDays] = useState('90')
  const [trial, setTrial] = useState<PolicyTrial | null>(null)
  const { problem, isBusy, ask } = useAnswer()
  const run = async () => setTrial((await ask(testThePolicy({ content: policy, days: Number(days) }))) ?? null)
  return (
    <section aria-labelledby="trial" className="border-t border-line py-4">
      <SectionHead id="trial" title="Test on history" note="how past requests would have gone" />
      <div className="mt-2 flex items-center gap-2">
        <Select label="How far back" options={DAYS} value={days} onValueChange={setDays} className="w-32!" />
        <Button size="lg" icon={<History aria-hidden="true" />} disabled={isBusy} onClick={() => void run()}>
          Test
        </Button>
      </div>
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      {trial ? <Result trial={trial} /> : null}
    </section>
  )
}
