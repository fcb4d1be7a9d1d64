'use client'
import { Copy } from 'lucide-react'
import { toast } from 'sonner'
import { IconButton } from '@/components/ui/icon-button'

const COMMAND = 'npx remit ingest aws-cloudtrail ./logs'

/** The same door on the command line, to copy. */
export function CommandLine() {
  const copy = async () => {
    await navigator.clipboard.writeText(COMMAND)
    toast('Command copied')
  }
  return (
    <div className="mt-4 border-t border-line pt-3">
      <p className="text-12 text-fg-2">Or on the machine Remit runs on: files, folders, or - for standard input</p>
      <p className="mt-1.5 flex items-center gap-2 rounded-md border border-line bg-surface-sunken py-1 pr-1 pl-2.5">
        <code className="code min-w-0 flex-1 overflow-x-auto whitespace-nowrap no-scrollbar">{COMMAND}</code>
        <IconButton label="Copy the command" onClick={() => void copy()}>
          <Copy aria-hidden="true" />
        </IconButton>
      </p>
      <p className="mt-1.5 text-12 text-fg-3">What was ingested before is recognised, and adds nothing twice.</p>
    </div>
  )
}
