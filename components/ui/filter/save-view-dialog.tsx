'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import type { SavedList, SavedView } from '@/lib/domain/saved-view'
import { Checkbox } from '../checkbox'
import { FormDialog } from '../form-dialog'
import { Field, Input } from '../input'
import type { ViewActions } from './saved-views-context'

type Props = {
  list: SavedList
  query: string
  /** The reader's own views of this list, to say what takes whose place. */
  own: SavedView[]
  save: ViewActions['save']
  onClose: () => void
}

/** Asks for a name under which the list, as it is shown, can be found again, and who shall see it. */
export function SaveViewDialog({ list, query, own, save, onClose }: Props) {
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ code: string; message: string } | null>(null)
  const known = own.find((view) => view.name.toLowerCase() === name.trim().toLowerCase())
  const submit = async () => {
    setBusy(true)
    const answer = await save({ list, name, query, isShared })
    setBusy(false)
    if (!answer.ok) return setProblem(answer.problem)
    toast(`Saved ${answer.value.name}`)
    onClose()
  }
  return (
    <FormDialog
      title="Save this view"
      description="The filters, the order and the columns of this list, to come back to."
      verb="Save view"
      isBusy={isBusy}
      disabled={name.trim() === ''}
      problem={problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="Name" hint={known ? `This takes the place of your view ${known.name}.` : undefined}>
        <Input value={name} maxLength={60} autoFocus onChange={(event) => setName(event.target.value)} />
      </Field>
      <div className="mt-3">
        <Checkbox checked={isShared} onChange={(event) => setShared(event.target.checked)}>
          Everybody in the organisation sees it
        </Checkbox>
      </div>
    </FormDialog>
  )
}
