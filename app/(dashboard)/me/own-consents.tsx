import { ButtonLink } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Who } from '@/components/ui/who'
import type { OwnConsent } from '@/lib/domain/own-access'
import { OwnList, OwnRow } from './own-list'
import { WithdrawConsent } from './withdraw-consent'

const WORDS = {
  asked: 'waits for you',
  given: 'agreed',
  declined: 'declined',
  withdrawn: 'taken back',
} as const

function Facts({ consent, now }: { consent: OwnConsent; now: Date }) {
  const { status, basis, basisName, askedAt, answeredAt, withdrawnAt } = consent
  const by = basis === 'policy' ? `by the ${basisName}, for you` : 'by you'
  return (
    <>
      <span className={status === 'asked' ? 'font-medium text-high-fg' : undefined}>
        {status === 'withdrawn' && answeredAt === null ? 'no longer asked' : WORDS[status]}
        {status === 'given' ? ` ${by}` : ''}
      </span>
      <span className="text-fg-3">
        <RelativeTime at={withdrawnAt ?? answeredAt ?? askedAt} now={now} />
      </span>
    </>
  )
}

function Deed({ consent }: { consent: OwnConsent }) {
  const { status, approvalId, grant } = consent
  if (status === 'asked' && grant.stands && approvalId)
    return (
      <ButtonLink size="sm" href={`/inbox/${approvalId}`}>
        Answer
      </ButtonLink>
    )
  if (status !== 'given' || !grant.stands) return null
  return <WithdrawConsent consentId={consent.id} actor={consent.actor.name} grant={grant.name} />
}

/** What the reader agreed to, or was agreed for them, and can take back. */
export function OwnConsents({ consents, now }: { consents: OwnConsent[]; now: Date }) {
  return (
    <OwnList
      id="consents"
      title="What I agreed to"
      none="You were not asked yet. Whoever wants to act for you needs your word first."
    >
      {consents.map((consent) => (
        <OwnRow
          key={consent.id}
          title={
            <Link href={`/grants/${consent.grant.id}`}>
              <Who kind={consent.actor.kind} name={consent.actor.name} />
            </Link>
          }
          note={consent.grant.name}
          facts={<Facts consent={consent} now={now} />}
          deed={<Deed consent={consent} />}
        />
      ))}
    </OwnList>
  )
}
