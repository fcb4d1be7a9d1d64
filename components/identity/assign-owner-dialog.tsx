'use client'
import { useEffect, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Radio } from '@/components/ui/checkbox'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Input } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { Who } from '@/components/ui/who'
import { plural } from '@/lib/format'
import type { OwnerActions, OwnerOption } from './owner-actions'

type Props = {
  kind: 'identity' | 'grant' | 'system'
  subjects: { id: string; name: string }[]
  actions: OwnerActions
  onClose: () => void
  onDone?: () => void
}

const NOUNS = {
  identity: ['identity', 'identities'],
  grant: ['grant', 'grants'],
  system: ['system', 'systems'],
} as const

/** Looks for owners as words are typed; an answer that comes late for older words is dropped. */
function useOwners(find: OwnerActions['find']) {
  const [words, setWords] = useState('')
  const [found, setFound] = useState<OwnerOption[] | null>(null)
  useEffect(() => {
    let isCurrent = true
    find({ words }).then((answer) => {
      if (isCurrent && answer.ok) setFound(answer.value)
    })
    return () => {
      isCurrent = false
    }
  }, [words, find])
  return { words, setWords, found }
}

function Owners({ found, chosen, onChoose }: { found: OwnerOption[]; chosen: string; onChoose: (id: string) => void }) {
  if (found.length === 0) return <p className="mt-3 text-fg-2">No person or team of that name is here.</p>
  return (
    <fieldset className="mt-2">
      <legend className="sr-only">People and teams</legend>
      {found.map((owner) => (
        <div key={owner.id} className="border-b border-line py-1.5 last:border-b-0 max-md:py-2.5">
          <Radio name="owner" checked={owner.id === chosen} onChange={() => onChoose(owner.id)}>
            <Who kind={owner.kind} name={owner.name} />
            {owner.email ? <span className="truncate text-12 text-fg-3">{owner.email}</span> : null}
          </Radio>
        </div>
      ))}
    </fieldset>
  )
}

function nameOf({ kind, subjects }: Pick<Props, 'kind' | 'subjects'>): string {
  const [one, many] = NOUNS[kind]
  return subjects.length === 1 ? (subjects[0]?.name ?? one) : plural(subjects.length, one, many)
}

function useAssignment(props: Props, owner: OwnerOption | undefined) {
  const [problem, setProblem] = useState<{ code: string; message: string } | null>(null)
  const { kind, subjects, actions, onClose, onDone } = props
  const assign = async () => {
    if (!owner) return
    const ids = subjects.map((subject) => subject.id)
    const answer = await actions.assign({ kind, ids, ownerId: owner.id })
    if (!answer.ok) return setProblem(answer.problem)
    toast(<span>{`${owner.name} answers for ${nameOf(props)}`}</span>)
    onDone?.()
    onClose()
  }
  return { problem, assign }
}

/** Names the person or team who answers for something. */
export function AssignOwnerDialog(props: Props) {
  const { actions, onClose } = props
  const { words, setWords, found } = useOwners(actions.find)
  const [chosen, setChosen] = useState('')
  const owner = found?.find((each) => each.id === chosen)
  const { problem, assign } = useAssignment(props, owner)
  const footer = (
    <>
      <DialogCancel />
      <Button size="lg" variant="ink" type="submit" disabled={!owner}>
        Assign owner <Kbd>⌘↵</Kbd>
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Assign an owner for ${nameOf(props)}`}
      description="The owner answers for it from now on. It changes no access."
      footer={footer}
      onSubmit={assign}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <Field label="Find a person or a team">
        <Input data-autofocus value={words} onChange={(event) => setWords(event.target.value)} />
      </Field>
      {found ? <Owners found={found} chosen={chosen} onChoose={setChosen} /> : <div className="h-40" />}
    </Dialog>
  )
}
