import { Link } from '@/components/ui/link'
import { ExactTime, RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Status } from '@/components/ui/status'
import type { GrantRequest } from '@/lib/queries/list-grant-requests'
import { ChangedTerms } from './changed-terms'
import { WithdrawRequest } from './withdraw-request'

const ASKED = {
  new: 'asked for it',
  renew: 'asked to renew an earlier one',
  extend: 'asked to extend it',
  widen: 'asked to widen it',
  session: 'asked for a session',
} as const

const CONSENT = {
  asked: 'has yet to agree to be acted for',
  given: 'agreed to be acted for',
  declined: 'declined to be acted for',
  withdrawn: 'took the consent back',
} as const

function ruleInWords({ rule, policyVersion, stages }: GrantRequest): string {
  const of = policyVersion ? `version ${policyVersion} of the rules` : 'the rules everybody begins with'
  const by = rule ? `rule ${rule}, ${of}` : of
  return stages.length === 0 ? `decided at once by ${by}` : `asked under ${by}`
}

function Votes({ request }: { request: GrantRequest }) {
  const { votes, stages, status, consent } = request
  return (
    <ul className="mt-1 text-12">
      {consent && (consent.status !== 'given' || votes.length === 0 || stages[0]?.kind !== 'consent') ? (
        <li className="text-fg-2">
          {consent.by} {CONSENT[consent.status]}
        </li>
      ) : null}
      {votes.map(({ name, vote, comment, at, stage, onBehalfOf }) => (
        <li key={`${name} ${stage} ${String(at)}`}>
          <b>{name}</b>
          {onBehalfOf ? ` for ${onBehalfOf}` : ''} {vote === 'approve' ? 'approved' : 'denied'}{' '}
          <span className="text-fg-3">
            in {stage}, <ExactTime at={at} format="date" />
          </span>
          {comment ? <span className="text-fg-2">: {comment}</span> : null}
        </li>
      ))}
      {status === 'pending'
        ? stages
            .filter(({ isCurrent }) => isCurrent)
            .map(({ name, needed, position }) => (
              <li key={name} className="text-fg-2">
                waits in {name}: {votes.filter(({ stage, vote }) => stage === name && vote === 'approve').length} of{' '}
                {needed}
                {stages.length > 1 ? `, stage ${position} of ${stages.length}` : ''}
              </li>
            ))
        : null}
    </ul>
  )
}

function Request({ request, now, mayWithdraw }: { request: GrantRequest; now: Date; mayWithdraw: boolean }) {
  const { id, change, status, requestedBy, requestedAt, terms, before } = request
  const isOpen = status === 'pending'
  return (
    <li className="border-b border-line py-2.5 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Status word={status} />
        <span>
          <b>{requestedBy}</b> {change ? ASKED[change] : 'asked'}{' '}
          <span className="text-fg-3">
            <RelativeTime at={requestedAt} now={now} />
          </span>
        </span>
        <span className="ml-auto flex items-center gap-3">
          <Link href={`/inbox/${id}`} className="text-12 text-accent-fg hover:underline">
            {isOpen ? 'Open in the inbox' : 'As it was decided'}
          </Link>
          {isOpen && (request.isMine || mayWithdraw) ? <WithdrawRequest approvalId={id} /> : null}
        </span>
      </div>
      <p className="mt-0.5 text-12 text-fg-3">{ruleInWords(request)}</p>
      {before && terms ? <ChangedTerms before={before} terms={terms} /> : null}
      <Votes request={request} />
    </li>
  )
}

type Props = { requests: GrantRequest[]; now: Date; mayWithdraw: boolean }

/** Everything that was ever asked about the grant, and who answered what. It stays when the grant is over. */
export function GrantRequests({ requests, now, mayWithdraw }: Props) {
  if (requests.length === 0) return null
  return (
    <section id="requests" aria-labelledby="requests-head" className="page-inset border-t border-line pt-4 pb-3">
      <SectionHead id="requests-head" title="Requests and approvals" note="nothing disappears when it ends" />
      <ul className="mt-1">
        {requests.map((request) => (
          <Request key={request.id} request={request} now={now} mayWithdraw={mayWithdraw} />
        ))}
      </ul>
    </section>
  )
}
