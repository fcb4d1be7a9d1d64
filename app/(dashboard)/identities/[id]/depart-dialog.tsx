'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Answer } from '@/components/session/session-actions'
import { Button } from '@/components/ui/button'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { Outcomes, PreciseList } from '@/components/ui/dialog-parts'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { plural } from '@/lib/format'

/** Who leaves, and what stands and lives in its name: `acting` it does, `actedFor` is done for it. */
export type Departing = {
  id: string
  name: string
  grants: number
  moreGrants: boolean
  acting: number
  actedFor: number
  owns: number
}
export type Depart = (input: { identityId: string; reason: string }) => Promise<Answer<unknown>>

type Props = { identity: Departing; depart: Depart; onClose: () => void }

/** Sends the order, tells that it was done, and offers what is still live for review. */
function useDeparture({ identity, depart, onClose }: Props, reason: string) {
  const router = useRouter()
  const [problem, setProblem] = useState<{ code: string; message: string } | null>(null)
  const { id, name, acting, actedFor } = identity
  const send = async () => {
    const answer = await depart({ identityId: id, reason })
    if (!answer.ok) return setProblem(answer.problem)
    const review = { label: 'Review what is live', onClick: () => router.push(`/sessions?identity=${id}`) }
    toast(<span>{`${name} is marked as departed`}</span>, acting + actedFor > 0 ? { action: review } : undefined)
    onClose()
  }
  return { problem, send }
}

/** Mark as departed. Says the truth: nothing is revoked by itself, findings are opened, and people end it. */
export function DepartDialog(props: Props) {
  const { identity, onClose } = props
  const [reason, setReason] = useState('Left the organisation.')
  const { problem, send } = useDeparture(props, reason)
  const live = identity.acting + identity.actedFor
  const footer = (
    <>
      <DialogCancel />
      <Button size="lg" variant="ink" type="submit">
        Mark as departed <Kbd>⌘↵</Kbd>
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Mark ${identity.name} as departed`}
      description="Cannot be undone. It revokes nothing by itself."
      footer={footer}
      onSubmit={send}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <Outcomes
        outcomes={[
          { label: 'Ends now', figure: 0, note: 'nothing' },
          { label: 'Goes on', figure: live, note: 'live sessions', later: live > 0 },
          { label: 'Left unowned', figure: identity.owns, note: 'identities and grants' },
        ]}
      />
      <Field label="Reason, kept in the audit log" className="mt-3.5">
        <Textarea data-autofocus required value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <Consequences identity={identity} />
    </Dialog>
  )
}

function Consequences({ identity }: { identity: Departing }) {
  const { name, grants, moreGrants, acting, actedFor } = identity
  return (
    <PreciseList
      facts={[
        `Records that ${name} is gone. No session and no grant is ended on record by this.`,
        <>
          <b>{plural(actedFor, 'live session')}</b> for it and <b>{plural(acting, 'live session')}</b> by it stay on
          record until they expire or are revoked. Those that Remit issued count as inactive wherever Remit is asked;
          what another issuer minted goes on.
        </>,
        <>
          <b>{moreGrants ? `More than ${grants} active grants` : plural(grants, 'active grant')}</b> in which it acts or
          is acted for stay as they are, but no more sessions are issued under them.
        </>,
        'The orphaned detector opens a finding for each of them. From a finding, or from its sessions, one click revokes.',
      ]}
    />
  )
}
