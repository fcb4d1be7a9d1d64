import { Link } from '@/components/ui/link'
import { ObjectHead } from '@/components/ui/object-head'
import { Status } from '@/components/ui/status'
import type { TryItTerms } from '@/lib/domain/try-it'

/** Which grant is tried, and who acts for whom under it. */
export function TrialHead({ terms }: { terms: TryItTerms }) {
  const { id, name, status, actor, principal } = terms
  const facts = (
    <>
      <Status word={status} />
      <span className="code">{id}</span>
      <span>
        <Link href={`/identities/${actor.id}`} className="text-fg-2">
          {actor.name}
        </Link>{' '}
        for{' '}
        <Link href={`/identities/${principal.id}`} className="text-fg-2">
          {principal.name}
        </Link>
      </span>
    </>
  )
  return <ObjectHead title={name} facts={facts} />
}
