'use client'
import { CirclePlay, CircleSlash } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Answer } from '@/components/session/session-actions'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { PreciseList } from '@/components/ui/dialog-parts'
import { FormDialog } from '@/components/ui/form-dialog'
import type { IssuerRow } from '@/lib/domain/client-row'
import { plural } from '@/lib/format'
import { changeTheIssuer } from './actions'

const enable = (issuer: IssuerRow): Promise<Answer<unknown>> => changeTheIssuer({ issuer: issuer.id, status: 'active' })

/** Believes an issuer no more, or again. */
export function IssuerSwitch({ issuer }: { issuer: IssuerRow }) {
  const [isOpen, setOpen] = useState(false)
  const again = async () => {
    const answer = await enable(issuer)
    toast(answer.ok ? `${issuer.name} is trusted again` : answer.problem.message)
  }
  if (issuer.status === 'disabled') {
    return (
      <Button size="sm" icon={<CirclePlay aria-hidden="true" />} onClick={() => void again()}>
        Trust again
      </Button>
    )
  }
  return (
    <>
      <Button size="sm" variant="ends" icon={<CircleSlash aria-hidden="true" />} onClick={() => setOpen(true)}>
        Disable
      </Button>
      {isOpen ? <DisableDialog issuer={issuer} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function DisableDialog({ issuer, onClose }: { issuer: IssuerRow; onClose: () => void }) {
  const { problem, isBusy, ask } = useAnswer()
  const disable = async () => {
    if (!(await ask(changeTheIssuer({ issuer: issuer.id, status: 'disabled' })))) return
    toast(`${issuer.name} is not trusted any more`, { action: { label: 'Undo', onClick: () => void enable(issuer) } })
    onClose()
  }
  return (
    <FormDialog
      title={`Stop trusting ${issuer.name}`}
      description="Reversible: trust it again at any time."
      verb="Disable"
      ends
      isBusy={isBusy}
      problem={problem}
      onSubmit={() => void disable()}
      onClose={onClose}
    >
      <PreciseList
        facts={[
          'No token of it is taken any more, from the next request on.',
          <>
            <b>{plural(issuer.federations, 'federation')}</b> of clients {issuer.federations === 1 ? 'rests' : 'rest'}{' '}
            on it: those clients cannot authenticate by it.
          </>,
          <>
            <b>{plural(issuer.subjects, 'linked subject')}</b> {issuer.subjects === 1 ? 'stays' : 'stay'} linked, and{' '}
            {issuer.subjects === 1 ? 'is' : 'are'} not recognised meanwhile.
          </>,
          'Sessions that were issued go on until they expire or are revoked.',
        ]}
      />
    </FormDialog>
  )
}
