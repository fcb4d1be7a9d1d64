'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { SignInAgain } from '@/components/approval/sign-in-again'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { PreciseList } from '@/components/ui/dialog-parts'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import type { InboxRow } from '@/lib/domain/inbox'
import { plural } from '@/lib/format'
import { decideSeveral } from './actions'
import { leftOutOf } from './bulk-bar'

type Props = { rows: InboxRow[]; vote: 'approve' | 'deny'; onClose: () => void; onDone: () => void }
const VERBS = { approve: 'Approve', deny: 'Deny' } as const
const DONE = { approve: 'Approved', deny: 'Denied' } as const
const nameOf = ({ actor, title }: InboxRow) => (actor ? `${actor.name}: ${title}` : title)

function useBulk({ rows, vote, onDone, onClose }: Props) {
  const [comment, setComment] = useState(vote === 'approve' ? 'Looked at each: it is what is needed.' : '')
  const { problem, isBusy, ask } = useAnswer()
  const able = rows.filter((row) => leftOutOf(row, vote) === null)
  const go = async () => {
    const approvals = able.map(({ id, revision }) => ({ approvalId: id, revision }))
    const answers = await ask(decideSeveral({ approvals, vote, comment }))
    if (!answers) return
    const left = answers.flatMap((each) => (each.status === 'left' ? [each.message] : []))
    toast(`${DONE[vote]} ${plural(answers.length - left.length, 'question')}`, {
      description: left.length > 0 ? `${left.length} left: ${[...new Set(left)].join(' ')}` : undefined,
    })
    onDone()
    onClose()
  }
  return { comment, setComment, problem, isBusy, able, go }
}

function LeftOut({ rows, vote }: Pick<Props, 'rows' | 'vote'>) {
  if (rows.length === 0) return null
  return (
    <div className="mt-3 border-t border-line pt-2">
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="py-0.5">
            {nameOf(row)} <span className="text-12 text-fg-3">{leftOutOf(row, vote)}</span>
          </li>
        ))}
      </ul>
      {vote === 'approve' && rows.some((row) => row.needsStepUp && !row.hindrance) ? <SignInAgain /> : null}
    </div>
  )
}

/** One vote on several questions: which take part, and why the others do not. */
export function BulkDialog(props: Props) {
  const { rows, vote, onClose } = props
  const { comment, setComment, problem, isBusy, able, go } = useBulk(props)
  const others = rows.filter((row) => !able.includes(row))
  const footer = (
    <>
      <DialogCancel />
      <Button size="lg" variant="ink" type="submit" disabled={isBusy || able.length === 0}>
        {VERBS[vote]} {able.length} of {rows.length} <Kbd>⌘↵</Kbd>
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`${VERBS[vote]} ${plural(able.length, 'question')}?`}
      description={others.length > 0 ? `${others.length} of ${rows.length} are left out.` : 'All that are selected.'}
      footer={footer}
      onSubmit={go}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <Field label={vote === 'deny' ? 'Reason, told to whoever asked' : 'Comment, kept in the audit log'}>
        <Textarea
          data-autofocus
          required
          minLength={3}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </Field>
      <PreciseList facts={able.map((row) => `${VERBS[vote]} ${nameOf(row)}`)} />
      <LeftOut rows={others} vote={vote} />
    </Dialog>
  )
}
