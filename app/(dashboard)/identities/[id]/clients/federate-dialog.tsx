'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Input, Textarea } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { Select } from '@/components/ui/select'
import type { ClientRow, IssuerRow } from '@/lib/domain/client-row'
import { conditionFault } from '@/lib/domain/federation'
import { addTheFederation } from './actions'
import { PRESETS, platformOf, readConditions } from './federation-presets'

type Props = { client: ClientRow; issuers: IssuerRow[]; audience: string; onClose: () => void }

/** Which trusted issuer; where there is none, how to come by one. */
export function IssuerSelect(props: { issuers: IssuerRow[]; value: string; onChange: (id: string) => void }) {
  const { issuers, value, onChange } = props
  const options = issuers.map(({ id, name, issuer }) => ({ value: id, label: `${name}, ${issuer}` }))
  if (options.length === 0) return <NoIssuer />
  return (
    <>
      <p className="mb-1 text-12 text-fg-2">Issuer</p>
      <Select label="Issuer" value={value} onValueChange={onChange} options={options} />
    </>
  )
}

function NoIssuer() {
  return (
    <p className="text-fg-2">
      No issuer is trusted yet. Trust the one of your platform, for example{' '}
      <span className="code">{PRESETS.github.issuer}</span>, under{' '}
      <Link href="/connections#issuers" className="text-accent-fg underline">
        Connections
      </Link>{' '}
      first.
    </p>
  )
}

function useFederation({ client, onClose }: Props) {
  const { problem, isBusy, ask } = useAnswer()
  const [fault, setFault] = useState<string | null>(null)
  const add = async (issuer: IssuerRow | undefined, audience: string, text: string) => {
    const conditions = readConditions(text)
    if (!issuer || !conditions) return setFault('Write each condition as claim=pattern, one a line.')
    const wide = conditionFault(issuer.issuer, conditions)
    setFault(wide)
    if (wide || !(await ask(addTheFederation({ clientId: client.id, issuer: issuer.id, audience, conditions })))) return
    toast(<span>{`ID tokens of ${issuer.name} can be ${client.name} now`}</span>)
    onClose()
  }
  return { problem: fault ? { message: fault } : problem, isBusy, add }
}

/** Says which ID tokens of a trusted issuer are this client. */
export function FederateDialog(props: Props) {
  const { client, issuers, onClose } = props
  const [issuerId, setIssuerId] = useState(issuers[0]?.id ?? '')
  const [audience, setAudience] = useState(props.audience)
  const [conditions, setConditions] = useState('')
  const { problem, isBusy, add } = useFederation(props)
  const issuer = issuers.find(({ id }) => id === issuerId)
  const preset = PRESETS[issuer ? platformOf(issuer.issuer) : 'github']
  return (
    <FormDialog
      title={`Let ID tokens be ${client.name}`}
      description="The workload shows the ID token that its platform gives it: no secret is kept anywhere."
      verb="Add federation"
      isBusy={isBusy}
      disabled={!issuer}
      problem={problem}
      onSubmit={() => void add(issuer, audience, conditions)}
      onClose={onClose}
    >
      <IssuerSelect issuers={issuers} value={issuerId} onChange={setIssuerId} />
      <Field label="Audience" hint="What the workload asks its platform to write into the token." className="mt-3.5">
        <Input required value={audience} onChange={(event) => setAudience(event.target.value)} />
      </Field>
      <Field label="Conditions, one a line; all must hold" hint={preset.hint} className="mt-3.5">
        <Textarea
          required
          data-autofocus
          className="font-mono text-12"
          placeholder={preset.conditions}
          value={conditions}
          onChange={(event) => setConditions(event.target.value)}
        />
      </Field>
    </FormDialog>
  )
}
