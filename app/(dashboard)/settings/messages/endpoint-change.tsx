'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { FormDialog } from '@/components/ui/form-dialog'
import type { EndpointRow } from '@/lib/domain/endpoint'
import { CHANNEL_KINDS } from '@/lib/domain/message'
import { changeTheEndpoint } from './actions'
import { EndpointFields, type EndpointForm, emptyForm, readForm } from './endpoint-fields'

export type ChangeableEndpoint = Pick<
  EndpointRow,
  'id' | 'name' | 'kind' | 'status' | 'url' | 'format' | 'kinds' | 'member' | 'ticket'
>

function formOf({ name, url, format, kinds, member, ticket }: ChangeableEndpoint): EndpointForm {
  const own = member === null ? 'everybody' : member
  const told = CHANNEL_KINDS.filter((kind) => kinds.includes(kind))
  const form = { ...emptyForm, name, url: url ?? '', format, kinds: told, member: own }
  if (!ticket) return form
  return { ...form, keyPath: ticket.keyPath, statusPath: ticket.statusPath, closed: ticket.closedStatuses.join(', ') }
}

/** What `changeEndpoint` takes: of a member's own channel not whose it is, nor what it is told. */
function changeOf({ id: endpointId, kind, member }: ChangeableEndpoint, form: EndpointForm) {
  const read = readForm(kind, form)
  if ('keyPath' in read) {
    const { keyPath, statusPath, closedStatuses } = read
    return { endpointId, name: read.name, ticket: { keyPath, statusPath, closedStatuses } }
  }
  const base = { endpointId, name: read.name, url: read.url }
  if (!('kinds' in read)) return base
  return { ...base, format: read.format, ...(member === null ? { kinds: read.kinds } : {}) }
}

/** The dialog by which an endpoint gets another name, address, or paths in what it sends. Its secret stays. */
export function EndpointChange({ endpoint, onClose }: { endpoint: ChangeableEndpoint; onClose: () => void }) {
  const [form, setForm] = useState<EndpointForm>(() => formOf(endpoint))
  const { problem, isBusy, ask } = useAnswer()
  const send = async () => {
    if (!(await ask(changeTheEndpoint(changeOf(endpoint, form))))) return
    toast(<span>{`${form.name} is as you left it.`}</span>)
    onClose()
  }
  return (
    <FormDialog
      title={`Change ${endpoint.name}`}
      description="It holds from the next message on. Its secret stays as it is."
      verb="Change"
      isBusy={isBusy}
      problem={problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <EndpointFields
        kind={endpoint.kind}
        form={form}
        set={(change) => setForm({ ...form, ...change })}
        people={null}
      />
    </FormDialog>
  )
}
