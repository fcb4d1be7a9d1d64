'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { useKeys } from './use-keys'

const HELP: [keys: string, does: string][] = [
  ['J', 'to the next question'],
  ['K', 'to the one before'],
  ['O', 'open it on a page of its own'],
  ['A', 'approve as asked'],
  ['D', 'deny'],
  ['C', 'make the offer that the table says'],
  ['Q', 'ask whoever wants it'],
  ['X', 'select, to decide several at once'],
  ['?', 'this list'],
]

/** J and K: to the next and to the one before; O: open it; ?: all keys. Addresses are null where the list ends. */
export function InboxKeys({
  previous,
  next,
  here,
}: {
  previous: string | null
  next: string | null
  here: string | null
}) {
  const router = useRouter()
  const [isHelp, setHelp] = useState(false)
  const go = (href: string | null) => (href ? () => router.push(href, { scroll: false }) : undefined)
  useKeys({ j: go(next), k: go(previous), o: go(here), '?': () => setHelp(true) })
  if (!isHelp) return null
  return (
    <Dialog
      open
      onOpenChange={setHelp}
      title="Keys"
      description="Wherever the focus is, but in what you type into."
      placement="centre"
      footer={<DialogCancel>Close</DialogCancel>}
      onSubmit={() => setHelp(false)}
    >
      <dl className="grid grid-cols-[40px_1fr] gap-y-1.5">
        {HELP.map(([key, does]) => (
          <div key={key} className="contents">
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
