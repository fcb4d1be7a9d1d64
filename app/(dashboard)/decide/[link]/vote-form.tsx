'use client'
import { useEffect, useState } from 'react'
import { markRead } from '@/app/(dashboard)/inbox/actions'
import { SignInAgain } from '@/components/approval/sign-in-again'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Textarea } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { decideByTheLink } from './actions'

type Props = {
  link: string
  approvalId: string
  revision: number
  isConsent: boolean
  onBehalfOf: { id: string; name: string } | null
}

const VOTES = {
  approve: { verb: 'Approve', consent: 'Agree', done: 'You approved it.', agreed: 'You agreed to it.' },
  deny: { verb: 'Deny', consent: 'Decline', done: 'You denied it.', agreed: 'You declined it.' },
} as const
type Vote = keyof typeof VOTES

/** What was written survives signing in again, in this tab. */
const keptAs = (approvalId: string) => `remit-note-${approvalId}`

function useVote({ link, approvalId, revision, isConsent, onBehalfOf }: Props) {
  const [comment, setComment] = useState('')
  useEffect(() => void markRead({ approvalId }), [approvalId])
  useEffect(() => setComment(sessionStorage.getItem(keptAs(approvalId)) ?? ''), [approvalId])
  const [done, setDone] = useState<string | null>(null)
  const { problem, isBusy, ask } = useAnswer()
  const cast = async (vote: Vote) => {
    const ballot = { link, revision, vote, comment: comment.trim() || null, onBehalfOf: onBehalfOf?.id ?? null }
    const answer = await ask(decideByTheLink(ballot))
    if (!answer) return
    const rest = answer.status === 'pending' ? ' Others have to decide too.' : ''
    setDone(`${isConsent ? VOTES[vote].agreed : VOTES[vote].done}${rest}`)
  }
  return { comment, setComment, done, problem, isBusy, cast }
}

type Voting = ReturnType<typeof useVote>

function Refusal({ problem, onLeave }: { problem: Voting['problem']; onLeave: () => void }) {
  if (!problem) return null
  const again = problem.code === 'step_up_required' ? <SignInAgain onLeave={onLeave} /> : undefined
  return (
    <div className="mb-3">
      <ErrorStrip title={problem.message} code={problem.code} action={again} />
    </div>
  )
}

function Done({ approvalId, done }: { approvalId: string; done: string }) {
  return (
    <p role="status" className="mt-4 border-t border-line-strong pt-3">
      <b>{done}</b>{' '}
      <Link href={`/inbox/${approvalId}`} className="text-accent-fg hover:underline">
        See it
      </Link>
    </p>
  )
}

/** The two answers, with what whoever asked and the audit log will read. */
export function VoteForm(props: Props) {
  const { approvalId, isConsent, onBehalfOf } = props
  const { comment, setComment, done, problem, isBusy, cast } = useVote(props)
  if (done) return <Done approvalId={approvalId} done={done} />
  const label = (vote: Vote) => (isConsent ? VOTES[vote].consent : VOTES[vote].verb)
  return (
    <form className="mt-4 border-t border-line-strong pt-3" onSubmit={(event) => event.preventDefault()}>
      <Refusal problem={problem} onLeave={() => sessionStorage.setItem(keptAs(approvalId), comment)} />
      {onBehalfOf ? <p className="mb-2 text-fg-2">You vote in the place of {onBehalfOf.name}, who is away.</p> : null}
      <Field label="Comment, kept in the audit log" hint="Needed to say no.">
        <Textarea value={comment} maxLength={1000} onChange={(event) => setComment(event.target.value)} />
      </Field>
      <div className="mt-3 flex justify-end gap-2 max-md:grid max-md:grid-cols-[1fr_2fr]">
        <Button size="lg" disabled={isBusy} onClick={() => void cast('deny')}>
          {label('deny')}
        </Button>
        <Button size="lg" variant="ink" disabled={isBusy} onClick={() => void cast('approve')}>
          {label('approve')}
        </Button>
      </div>
    </form>
  )
}
