'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Input } from '@/components/ui/input'
import type { IssuerRow } from '@/lib/domain/client-row'
import { linkTheSubject } from './actions'
import { IssuerSelect } from './federate-dialog'

type Props = { identity: { id: string; name: string }; issuers: IssuerRow[]; onClose: () => void }

/** Says who a subject of a trusted issuer is here. */
export function LinkDialog({ identity, issuers, onClose }: Props) {
  const trusted = issuers.filter(({ status }) => status === 'active')
  const [issuer, setIssuer] = useState(trusted[0]?.id ?? '')
  const [subject, setSubject] = useState('')
  const { problem, isBusy, ask } = useAnswer()
  const link = async () => {
    if (!(await ask(linkTheSubject({ issuer, subject, identity: identity.id })))) return
    toast(<span>{`${subject} is ${identity.name} now`}</span>)
    onClose()
  }
  return (
    <FormDialog
      title={`Link a subject to ${identity.name}`}
      description="Tokens of that issuer about this subject stand for the identity. What may then be done is up to its grants."
      verb="Link"
      isBusy={isBusy}
      disabled={!issuer}
      problem={problem}
      onSubmit={() => void link()}
      onClose={onClose}
    >
      <IssuerSelect issuers={trusted} value={issuer} onChange={setIssuer} />
      <Field label="Subject" hint="As the issuer writes it in sub, letter by letter." className="mt-3.5">
        <Input
          required
          data-autofocus
          className="font-mono"
          placeholder="00u1a2b3c4d5"
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
        />
      </Field>
    </FormDialog>
  )
}
