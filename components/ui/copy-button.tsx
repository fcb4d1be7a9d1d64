'use client'
import { Copy } from 'lucide-react'
import { toast } from 'sonner'
import { IconButton } from './icon-button'

/** Puts a text on the clipboard and says so. `what` names it: `Copy the command`, `Command copied`. */
export function CopyButton({ text, what, className }: { text: string; what: string; className?: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      toast(`${what.charAt(0).toUpperCase()}${what.slice(1)} copied`)
    } catch {
      toast('Your browser did not let Remit copy. Select the text instead.')
    }
  }
  return (
    <IconButton label={`Copy the ${what}`} className={className} onClick={() => void copy()}>
      <Copy aria-hidden="true" />
    </IconButton>
  )
}
