'use client'
import { Lock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { LoadingRows } from '@/components/ui/loading-rows'
import type { RevocationPreview } from '@/lib/domain/revocation-preview'
import { plural } from '@/lib/format'
import { RevokeBody } from './revoke-body'
import { describeLeftOut, titleOf } from './revoke-words'
import type { RevocationSummary, RevocationTarget, SessionActions } from './session-actions'

type Props = {
  target: RevocationTarget
  findingId?: string | null
  actions: SessionActions
  /** Takes the reversible way instead; left out where nothing of the target can be locked. */
  onLock?: () => void
  onClose: () => void
  onDone: (summary: RevocationSummary) => void
}

type Problem = { code: string; message: string }

/** Asks what the order would do when the dialog opens; the reason it suggests is not put over one being typed. */
function usePreview({ target, findingId, actions }: Props) {
  const [preview, setPreview] = useState<RevocationPreview | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const key = JSON.stringify([target, findingId])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is asked
  useEffect(() => {
    let isCurrent = true
    actions.preview({ ...target, findingId }).then((answer) => {
      if (!isCurrent) return
      if (answer.ok) setPreview(answer.value)
      else setProblem(answer.problem)
    })
    return () => {
      isCurrent = false
    }
  }, [key])
  return { preview, problem, setProblem }
}

/** Revoke: what falls and when, the reason filled in, and one button. Confirming is the second of two clicks. A failure
 *  leaves the dialog open with everything in it. */
export function RevokeDialog(props: Props) {
  const { target, actions, onLock, onClose, onDone } = props
  const { preview, problem, setProblem } = usePreview(props)
  const [typed, setTyped] = useState<string | null>(null)
  const [keep, setKeep] = useState(false)
  const [suspend, setSuspend] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const reason = typed ?? preview?.reason ?? ''
  const outcome = preview && (keep ? preview.keepChildren : preview.cutAll)
  const falls = outcome ? outcome.selected + outcome.children : 0
  const canConfirm = !isBusy && outcome !== null && (falls > 0 || preview?.grant?.isManaged === true)
  const confirm = async () => {
    if (!canConfirm) return
    setBusy(true)
    const findingId = preview?.findingId ?? null
    const answer = target.grantId
      ? await actions.revokeGrant({ grantId: target.grantId, reason, findingId })
      : await actions.revoke({
          sessionIds: target.sessionIds ?? [],
          reason,
          keepChildrenUnderAnotherGrant: keep,
          suspendGrants: suspend,
          findingId,
        })
    setBusy(false)
    if (answer.ok) onDone(answer.value)
    else setProblem(answer.problem)
  }
  const footer = (
    <RevokeFooter onLock={onLock} disabled={!canConfirm} label={preview?.grant && falls === 0 ? 'grant' : `${falls}`} />
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      placement="selection"
      title={titleOf(preview, outcome, target)}
      description={preview && outcome ? describeLeftOut(preview, outcome) : 'Working out what falls with it.'}
      footer={footer}
      onSubmit={confirm}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <RevokeBody
        preview={preview}
        outcome={outcome}
        reason={
          <Field
            className="mt-3.5"
            label="Reason, kept in the audit log"
            hint={preview?.findingId ? `From finding ${preview.findingId}` : undefined}
          >
            <Textarea data-autofocus required value={reason} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        }
        keep={{ on: keep, set: setKeep }}
        suspend={{ on: suspend, set: setSuspend }}
      />
      {preview || problem ? null : <LoadingRows rows={5} columns={3} />}
    </Dialog>
  )
}

function RevokeFooter({ onLock, disabled, label }: { onLock?: () => void; disabled: boolean; label: string }) {
  return (
    <>
      {onLock ? (
        <>
          <Button size="lg" icon={<Lock aria-hidden="true" />} onClick={onLock}>
            Lock for 24 h
          </Button>
          <span className="text-12 text-fg-3 max-md:hidden">Reversible</span>
        </>
      ) : null}
      <DialogCancel />
      <Button size="lg" variant="danger" type="submit" disabled={disabled}>
        Confirm, revoke {label}
        <span className="max-md:hidden">
          <Kbd>⌘↵</Kbd>
        </span>
      </Button>
    </>
  )
}

/** What a toast says of an order. */
export function summaryWords({ ended, revoking }: RevocationSummary): string {
  const parts = [ended > 0 ? `Revoked ${plural(ended, 'session')}` : '', revoking > 0 ? `${revoking} revoking` : '']
  return parts.filter(Boolean).join(', ') || 'Grant revoked'
}
