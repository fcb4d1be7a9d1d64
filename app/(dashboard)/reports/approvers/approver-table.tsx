import { Tag } from '@/components/ui/tag'
import type { ApproverQuality, Signal } from '@/lib/domain/approval-quality'
import { formatDuration, formatNumber, formatPercent } from '@/lib/format'

type Approver = ApproverQuality & { id: string }

const SIGNAL_WORDS: Record<Signal, string> = {
  'always-yes': 'always yes',
  'in-seconds': 'within seconds',
  reciprocal: 'approve each other',
  'in-chain': 'own chain',
  'outside-hours': 'outside hours',
}

function Signals({ approver }: { approver: ApproverQuality }) {
  const { signals, reciprocal } = approver
  if (signals.length === 0) return <span className="text-fg-3">nothing</span>
  return (
    <>
      <span className="flex flex-wrap gap-1">
        {signals.map((signal) => (
          <Tag key={signal} red={signal === 'in-chain'}>
            {SIGNAL_WORDS[signal]}
          </Tag>
        ))}
      </span>
      {reciprocal.length > 0 ? (
        <span className="mt-0.5 block text-12 text-fg-3">
          with {reciprocal.map(({ name, times }) => `${name}, ${times} each`).join('; ')}
        </span>
      ) : null}
    </>
  )
}

function Row({ approver }: { approver: Approver }) {
  const { id, name, votes, approved, medianSeconds, inChain, outsideHours } = approver
  const cell = 'px-3 py-1.5 text-right tabular-nums'
  return (
    <tr id={id} className="border-b border-line align-top target:bg-selection">
      <td className="py-1.5 pr-3 pl-4 md:pl-6">{name}</td>
      <td className={cell}>{formatNumber(votes)}</td>
      <td className={cell}>{formatPercent(approved / votes)}</td>
      <td className={`${cell} max-md:hidden`}>{formatDuration(Math.round(medianSeconds))}</td>
      <td className={`${cell} max-md:hidden`}>{inChain > 0 ? <b className="text-danger-fg">{inChain}</b> : 0}</td>
      <td className={`${cell} max-md:hidden`}>{outsideHours ?? <span className="text-fg-3">no hours set</span>}</td>
      <td className="py-1.5 pr-4 pl-3 md:pr-6">
        <Signals approver={approver} />
      </td>
    </tr>
  )
}

/** One line for each approver, those with most to look at first. */
export function ApproverTable({ approvers }: { approvers: Approver[] }) {
  const head = 'h-8 px-3 text-right font-normal'
  return (
    <div>
      <table className="w-full text-left">
        <thead className="text-12 text-fg-3">
          <tr className="border-b border-line-strong">
            <th className="h-8 pr-3 pl-4 font-normal md:pl-6">Approver</th>
            <th className={head}>Votes</th>
            <th className={head}>Approved</th>
            <th className={`${head} max-md:hidden`}>Median time</th>
            <th className={`${head} max-md:hidden`}>In own chain</th>
            <th className={`${head} max-md:hidden`}>Outside hours</th>
            <th className="h-8 pr-4 pl-3 font-normal md:pr-6">Worth a question</th>
          </tr>
        </thead>
        <tbody>
          {approvers.map((approver) => (
            <Row key={approver.id} approver={approver} />
          ))}
        </tbody>
      </table>
      <p className="page-inset py-2.5 text-12 text-fg-3">
        The median time is from opening a question to the vote on it. What stands here are questions to ask, not proof
        of anything; each is a finding, too.
      </p>
    </div>
  )
}
