import { MessageFacts } from '@/components/message/message-facts'
import { Countdown } from '@/components/ui/countdown'
import { Link } from '@/components/ui/link'
import type { OpenedLink } from '@/lib/queries/get-decision-link'
import { VoteForm } from './vote-form'

type Props = { link: string; opened: OpenedLink; now: Date }

/** The essentials of a question, as its message told them, read anew. */
export function LinkCard({ link, opened, now }: Props) {
  const { approvalId, title, sentence, purpose, facts, expiresAt, onBehalfOf, cannotDecide, isConsent, revision } =
    opened
  return (
    <article aria-labelledby="question" className="page-inset max-w-160 py-5">
      <h1 id="question" className="text-20 tracking-[-0.015em]">
        {title}
      </h1>
      <p className="mt-1 text-fg-2">{sentence}</p>
      {purpose ? <blockquote className="mt-3 border-l-2 border-line-strong pl-3">{purpose}</blockquote> : null}
      <MessageFacts facts={facts} />
      <p className="mt-3 text-12 text-fg-3">
        Lapses in <Countdown until={expiresAt} now={now} />
        {' · '}
        <Link href={`/inbox/${approvalId}`} className="text-accent-fg hover:underline">
          See everything about it
        </Link>
      </p>
      {cannotDecide ? (
        <p className="mt-4 border-t border-line-strong pt-3 text-fg-2">{cannotDecide}</p>
      ) : (
        <VoteForm
          link={link}
          approvalId={approvalId}
          revision={revision}
          isConsent={isConsent}
          onBehalfOf={onBehalfOf}
        />
      )}
    </article>
  )
}
