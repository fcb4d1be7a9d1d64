'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { type Decidable, type Decide, DecideDialog } from './decide-dialog'
import { useKeys } from './use-keys'

type Props = { item: Decidable; cannotDecide: string | null; decide: Decide; next: string | null }

const BAR =
  'border-t border-line-strong bg-surface px-4 py-2.5 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-5 md:px-6'

/** The foot of a question: the two answers, or why the reader has none. A approves, D denies. */
export function DecideBar({ item, cannotDecide, decide, next }: Props) {
  const [vote, setVote] = useState<'approve' | 'deny' | null>(null)
  const can = cannotDecide === null
  useKeys({ a: can ? () => setVote('approve') : undefined, d: can ? () => setVote('deny') : undefined })
  return (
    <footer className={BAR}>
      {can ? (
        <div className="flex items-center gap-2 max-md:grid max-md:grid-cols-[1fr_2fr]">
          <p className="mr-auto text-12 text-fg-3 max-md:hidden">{item.outcomes.approve[0]}</p>
          <Button size="lg" onClick={() => setVote('deny')}>
            Deny <Kbd>D</Kbd>
          </Button>
          <Button size="lg" variant="ink" onClick={() => setVote('approve')}>
            Approve as asked <Kbd>A</Kbd>
          </Button>
        </div>
      ) : (
        <p className="text-fg-2">{cannotDecide}</p>
      )}
      {vote ? <DecideDialog item={item} vote={vote} decide={decide} next={next} onClose={() => setVote(null)} /> : null}
    </footer>
  )
}
