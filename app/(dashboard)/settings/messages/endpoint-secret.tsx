'use client'
import { Button } from '@/components/ui/button'
import { CopyLine } from '@/components/ui/copy-line'
import { Dialog } from '@/components/ui/dialog'

type Props = { name: string; secret: string; address?: string; onClose: () => void }

/** The secret of an endpoint, once. `address`: where the other side calls, if it is the one that calls. */
export function EndpointSecret({ name, secret, address, onClose }: Props) {
  const footer = (
    <Button size="lg" variant="ink" className="ml-auto" onClick={onClose}>
      Done
    </Button>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`The secret of ${name}`}
      description="Both sides know it: whoever receives checks the signature by it."
      footer={footer}
    >
      {address ? <CopyLine label="Address to call" text={address} what="address" /> : null}
      <CopyLine label="Secret" text={secret} what="secret" />
      <p className="mt-1 text-12 text-high-fg">Shown this once. Remit keeps it encrypted and does not show it again.</p>
      <p className="mt-3 text-12 text-fg-2">
        Headers <span className="code">webhook-id</span>, <span className="code">webhook-timestamp</span> and{' '}
        <span className="code">webhook-signature</span>, as Standard Webhooks say
        {address ? (
          <>
            ; or <span className="code">X-Hub-Signature-256</span> with this text as the key
          </>
        ) : null}
        .
      </p>
    </Dialog>
  )
}
