'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { deleteTheGroup, readTheUses } from './actions'

type Uses = Extract<Awaited<ReturnType<typeof readTheUses>>, { ok: true }>['value']
type Props = { group: { id: string; name: string } }

/** The button that asks first what the group is there for, and the dialog that tells it. */
export function DeleteGroup({ group }: Props) {
  const [uses, setUses] = useState<Uses | null>(null)
  const { problem, isBusy, ask } = useAnswer()
  const look = async () => setUses((await ask(readTheUses({ groupId: group.id }))) ?? null)
  return (
    <>
      {problem ? (
        <span role="alert" className="mr-2 text-12 text-danger-fg">
          {problem.message}
        </span>
      ) : null}
      <Button size="sm" disabled={isBusy} onClick={() => void look()} aria-label={`Delete ${group.name}`}>
        Delete
      </Button>
      {uses ? <DeleteDialog group={group} uses={uses} onClose={() => setUses(null)} /> : null}
    </>
  )
}

function linesOf({ rules, questions, team, members }: Uses): string[] {
  const people = members.map(({ name }) => name).join(', ')
  return [
    ...rules.map((place) => `Named by ${place}: change that first.`),
    ...questions.map(({ title }) => `Asked about ${title}, which waits: decide or withdraw it first.`),
    ...(team ? [`Its people answer for what the team ${team} owns: nobody will.`] : []),
    people ? `In it now: ${people}.` : 'Nobody is in it.',
  ]
}

function DeleteDialog({ group, uses, onClose }: Props & { uses: Uses; onClose: () => void }) {
  const { problem, isBusy, ask } = useAnswer()
  const send = async () => {
    if (!(await ask(deleteTheGroup({ groupId: group.id })))) return
    toast(<span>{`${group.name} is deleted.`}</span>)
    onClose()
  }
  return (
    <FormDialog
      title={`Delete ${group.name}`}
      description="What it did stays in the audit log. Its name can be given anew."
      verb="Delete it"
      ends
      isBusy={isBusy}
      disabled={!uses.canDelete}
      problem={problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <ul className="list-disc pl-4 text-fg-2">
        {linesOf(uses).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </FormDialog>
  )
}
