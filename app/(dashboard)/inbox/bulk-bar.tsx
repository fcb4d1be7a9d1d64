'use client'
import { X } from 'lucide-react'
import { useState } from 'react'
import { Button, Eligible } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import type { InboxRow } from '@/lib/domain/inbox'
import { BulkDialog } from './bulk-dialog'

/** Why one of several is left out of a vote on all; null where it takes part. */
export function leftOutOf({ hindrance, isConsent, needsStepUp }: InboxRow, vote: 'approve' | 'deny'): string | null {
  if (hindrance) return hindrance
  if (isConsent) return 'Here you agree to be acted for: that is decided by itself.'
  return needsStepUp && vote === 'approve' ? 'To approve this you have to sign in again first.' : null
}

/** What can be done with the selected questions; each act says for how many of them. */
export function BulkBar({ rows, onClear }: { rows: InboxRow[]; onClear: () => void }) {
  const [vote, setVote] = useState<'approve' | 'deny' | null>(null)
  const able = (which: 'approve' | 'deny') => rows.filter((row) => leftOutOf(row, which) === null).length
  const act = (which: 'approve' | 'deny', verb: string) => (
    <Button size="sm" disabled={able(which) === 0} onClick={() => setVote(which)}>
      {verb}{' '}
      <Eligible>
        {able(which)} of {rows.length}
      </Eligible>
    </Button>
  )
  return (
    <div className="sticky top-0 z-2 flex items-center gap-2 border-b border-line bg-selection py-1 pr-2 pl-4 md:pl-6">
      {act('approve', 'Approve')}
      {act('deny', 'Deny')}
      <IconButton label="Clear selection" className="ml-auto" onClick={onClear}>
        <X />
      </IconButton>
      {vote ? <BulkDialog rows={rows} vote={vote} onClose={() => setVote(null)} onDone={onClear} /> : null}
    </div>
  )
}
