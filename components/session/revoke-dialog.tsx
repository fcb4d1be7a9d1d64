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
import { useAnswer } from './use-answer'

type Props = {
  target: RevocationTarget
  findingId?: string | null
  actions: SessionActions
  /** Takes the reversible way instead; left out where nothing of the target can be locked. */
  onLock?: () => void
  onClose: () => void
  onDone: (summary: RevocationSummary) => void
}

/** Asks what the order would do when the dialog opens. */
function usePreview({ target, findingId, actions }: Props, ask: ReturnType<typeof useAnswer>['ask']) {
  const [preview, setPreview] = useState<RevocationPreview | null>(null)
  const key = JSON.stringify([target, findingId])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is asked
  useEffect(() => {
    let isCurrent = true
    ask(actions.preview({ ...target, findingId })).then((value) => isCurrent && value && setPreview(value))
    return () => {
      isCurrent = false
    }
  }, [key])
  return preview
}

/** The dialog's choices and what they come to. The reason that is suggested is not put over one being typed. */
function useOrder(props: Props) {
  const { target, actions, onDone } = props
  const { problem, isBusy, ask } = useAnswer()
  const preview = usePreview(props, ask)
  const [typed, setReason] = useState<string | null>(null)
  const [keep, setKeep] = useState(false)
  const [suspend, setSuspend] = useState(false)
  const reason = typed ?? preview?.reason ?? ''
  const outcome = preview && (keep ? preview.keepChildren : preview.cutAll)
  const falls = outcome ? outcome.selected + outcome.children : 0
  const canConfirm = !isBusy && outcome !== null && (falls > 0 || preview?.grant?.isManaged === true)
  const order = () => {
    const findingId = preview?.findingId ?? null
    const [grantId, ...others] = target.grantIds ?? []
    if (target.grantIds && others.length > 0) return actions.revokeGrants({ grantIds: target.grantIds, reason })
    if (grantId) return actions.revokeGrant({ grantId, reason, findingId })
    const choices = { keepChildrenUnderAnotherGrant: keep, suspendGrants: suspend }
    return actions.revoke({ sessionIds: target.sessionIds ?? [], reason, findingId, ...choices })
  }
  const confirm = async () => {
    const summary = canConfirm ? await ask(order()) : undefined
    if (summary) onDone(summary)
  }
  const switches = { keep: { on: keep, set: setKeep }, suspend: { on: suspend, set: setSuspend } }
  return { preview, outcome, problem, falls, canConfirm, confirm, reason, setReason, switches }
}

/** Revoke: what falls and when, the reason filled in, and one button. Confirming is the second of two clicks. A failure
 *  leaves the dialog open with everything in it. */
export function RevokeDialog(props: Props) {
  const { target, onLock, onClose } = props
  const { preview, outcome, problem, falls, canConfirm, confirm, reason, setReason, switches } = useOrder(props)
  const hint = preview?.findingId ? `From finding ${preview.findingId}` : undefined
  const field = (
    <Field className="mt-3.5" label="Reason, kept in the audit log" hint={hint}>
      <Textarea data-autofocus required value={reason} onChange={(event) => setReason(event.target.value)} />
    </Field>
  )
  const grants = (preview?.grant?.count ?? 1) > 1 ? plural(preview?.grant?.count ?? 0, 'grant') : 'grant'
  const label = preview?.grant && falls === 0 ? grants : `${falls}`
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      placement="selection"
      title={titleOf(preview, outcome, target)}
      description={preview && outcome ? describeLeftOut(preview, outcome) : 'Working out what falls with it.'}
      footer={<RevokeFooter onLock={onLock} disabled={!canConfirm} label={label} />}
      onSubmit={confirm}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <RevokeBody preview={preview} outcome={outcome} reason={field} {...switches} />
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
export function summaryWords({ ended, revoking, grants, left = [] }: RevocationSummary): string {
  const parts = [
    grants ? `Revoked ${plural(grants, 'grant')}` : '',
    ended > 0 ? `${grants ? 'ended' : 'Revoked'} ${plural(ended, 'session')}` : '',
    revoking > 0 ? `${revoking} revoking` : '',
    left.length > 0 ? `${left.length} left: ${left[0]?.message}` : '',
  ]
  return parts.filter(Boolean).join(', ') || 'Grant revoked'
}
