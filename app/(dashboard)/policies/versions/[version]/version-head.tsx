import { ButtonLink } from '@/components/ui/button'
import { ObjectHead } from '@/components/ui/object-head'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import type { PolicyVersionPage } from '@/lib/queries/get-policy-version'
import { WithdrawVersion } from './withdraw-version'

function Facts({ page, now }: { page: PolicyVersionPage; now: Date }) {
  const { status, proposedBy, proposedAt, decidedBy, decidedAt } = page
  return (
    <>
      <Status word={status} />
      <span>
        {proposedAt ? 'proposed by' : 'brought along by'} <b>{proposedBy}</b>{' '}
        {proposedAt ? <RelativeTime at={proposedAt} now={now} /> : null}
      </span>
      {decidedAt && decidedBy ? (
        <span>
          decided by <b>{decidedBy}</b> <RelativeTime at={decidedAt} now={now} />
        </span>
      ) : null}
    </>
  )
}

/** What may be done with a version: decide, take back, or write another from it. */
function Deeds({ page, canPropose }: { page: PolicyVersionPage; canPropose: boolean }) {
  const { id, version, status, isMine, approvalId } = page
  const waits = status === 'pending'
  return (
    <>
      {canPropose ? <ButtonLink href={`/policies/edit?from=${version}`}>Write another from it</ButtonLink> : null}
      {waits && isMine && id ? <WithdrawVersion policyId={id} version={version} /> : null}
      {waits && approvalId ? (
        <ButtonLink variant={isMine ? 'default' : 'ink'} href={`/inbox/${approvalId}`}>
          {isMine ? 'See the question' : 'Decide'}
        </ButtonLink>
      ) : null}
    </>
  )
}

type Props = { page: PolicyVersionPage; canPropose: boolean; now: Date }

/** The head of a version's page, with why it was proposed. */
export function VersionHead({ page, canPropose, now }: Props) {
  return (
    <>
      <ObjectHead
        title={`Approval rules, version ${page.version}`}
        facts={<Facts page={page} now={now} />}
        actions={<Deeds page={page} canPropose={canPropose} />}
      />
      <p className="page-inset pb-3 break-words text-fg-2">{page.note}</p>
    </>
  )
}
