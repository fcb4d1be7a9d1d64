'use client'
import { Button } from '@/components/ui/button'
import { CopyLine } from '@/components/ui/copy-line'
import { Dialog } from '@/components/ui/dialog'

type Props = { name: string; token: string; address: string; onClose: () => void }

/** A token, once, and the ways to use it. */
export function ToldToken({ name, token, address, onClose }: Props) {
  const footer = (
    <Button size="lg" variant="ink" className="ml-auto" onClick={onClose}>
      Done
    </Button>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`The token ${name}`}
      description="Shown this once. Remit keeps only a hash of it."
      footer={footer}
    >
      <CopyLine label="Token" text={token} what="token" />
      <CopyLine
        label="Command line"
        text={`REMIT_URL=${address} REMIT_TOKEN=${token} npx remit me show`}
        what="command"
      />
      <CopyLine label="REST" text={`curl ${address}/api/v1/me -H "Authorization: Bearer ${token}"`} what="command" />
      <CopyLine label="MCP over HTTP, with the token as bearer" text={`${address}/api/mcp`} what="address" />
    </Dialog>
  )
}
