'use client'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'

type Props = { name: string; secret: string; address?: string; onClose: () => void }

function Line({ label, text, what }: { label: string; text: string; what: string }) {
  return (
    <div className="mt-2.5">
      <p className="mb-1 text-12 text-fg-2">{label}</p>
      <p className="flex items-center gap-2 rounded-md border border-line bg-surface-sunken py-1 pr-1 pl-2.5">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys */}
        <code tabIndex={0} className="code min-w-0 flex-1 overflow-x-auto whitespace-nowrap no-scrollbar">
          {text}
        </code>
        <CopyButton text={text} what={what} />
      </p>
    </div>
  )
}

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
      {address ? <Line label="Address to call" text={address} what="address" /> : null}
      <Line label="Secret" text={secret} what="secret" />
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
