'use client'
import { useState } from 'react'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Textarea } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import type { InboxItem } from '@/lib/domain/inbox'
import type { NoteView } from '@/lib/domain/vote-sheet'
import { answer } from './actions'

const SAID = { question: 'asked', answer: 'answered', review: 'commented' } as const

function Note({ note, now }: { note: NoteView; now: Date }) {
  return (
    <li className="border-b border-line py-1.5 last:border-b-0">
      <p className="text-12 text-fg-3">
        {note.by} {SAID[note.kind]} <RelativeTime at={note.writtenAt} now={now} />
      </p>
      <p className="whitespace-pre-wrap">{note.body}</p>
    </li>
  )
}

function Reply({ approvalId }: { approvalId: string }) {
  const [body, setBody] = useState('')
  const { problem, isBusy, ask } = useAnswer()
  const send = async () => {
    const sent = await ask(
      answer({ approvalId, body }).then((reply) => (reply.ok ? { ok: true as const, value: true } : reply)),
    )
    if (sent) setBody('')
  }
  return (
    <div className="mt-2 grid gap-2">
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <Textarea aria-label="Your answer" rows={2} value={body} onChange={(event) => setBody(event.target.value)} />
      <Button className="justify-self-start" disabled={isBusy || body.trim().length < 3} onClick={send}>
        Answer
      </Button>
    </div>
  )
}

/** What was asked and answered about it, and what an external reviewer said. */
export function TalkSection({ item, now }: { item: InboxItem; now: Date }) {
  const { notes, me, id } = item
  const isAsked = notes.some(({ kind }) => kind === 'question')
  if (notes.length === 0) return null
  return (
    <section aria-labelledby="talk" className="border-b border-line px-4 pt-3.5 pb-3 md:px-6">
      <SectionHead id="talk" title="Questions and answers" />
      <ul>
        {notes.map((note) => (
          <Note key={note.id} note={note} now={now} />
        ))}
      </ul>
      {me.mayAnswer && isAsked ? <Reply approvalId={id} /> : null}
    </section>
  )
}
