'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyLine } from '@/components/ui/copy-line'
import { Dialog } from '@/components/ui/dialog'
import { tryLines } from './try-lines'

/** A client's credentials as they are told once. `secret` null: it proves itself otherwise. */
export type Told = { clientId: string; name: string; secret: string | null; issuer: string; checks: boolean }

function Secret({ told, secret, onCopy }: { told: Told; secret: string; onCopy: () => void }) {
  return (
    <>
      <div onClickCapture={onCopy} onCopyCapture={onCopy}>
        <CopyLine label="Client secret" text={secret} what="secret" />
      </div>
      <p className="mt-1 text-12 text-high-fg">
        Shown this once. Remit keeps its SHA-256 only and cannot show it again.
      </p>
      <h3 className="mt-4 text-13">Try it</h3>
      {tryLines({ ...told, secret }).map(({ label, line }) => (
        <CopyLine key={label} label={label} text={line} what="line" />
      ))}
    </>
  )
}

/** The credentials of a client, once. Closing without having copied the secret takes a second try. */
export function SecretDialog({ told, onClose }: { told: Told; onClose: () => void }) {
  const [isKept, setKept] = useState(told.secret === null)
  const [isWarned, setWarned] = useState(false)
  const leave = () => {
    if (isKept || isWarned) return onClose()
    setWarned(true)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || leave()}
      title={told.secret ? `The secret of ${told.name}` : `${told.name} is a client now`}
      description={told.secret ? 'Put it where the workload reads its secrets.' : 'It needs no secret of Remit’s.'}
      footer={
        <>
          <span role="status" className="text-12 text-high-fg">
            {isWarned && !isKept ? 'Not copied yet. Close again, and it is lost.' : ''}
          </span>
          <Button size="lg" variant="ink" className="ml-auto" onClick={leave}>
            Done
          </Button>
        </>
      }
    >
      <CopyLine label="Client id" text={told.clientId} what="client id" />
      {told.secret ? <Secret told={told} secret={told.secret} onCopy={() => setKept(true)} /> : null}
      {told.secret ? null : <CopyLine label="Token endpoint" text={`${told.issuer}/token`} what="address" />}
    </Dialog>
  )
}
