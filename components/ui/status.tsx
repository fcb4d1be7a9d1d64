import type { ReactNode } from 'react'
import { classList } from './class-list'
import { StatusGlyph } from './status-glyph'

const ENDED = 'text-status-revoked-fg'
const TEXT = {
  scheduled: ENDED,
  active: 'text-fg-2',
  locked: 'text-status-locked-fg',
  revoking: 'text-status-revoking-fg',
  revoked: ENDED,
  expired: ENDED,
  completed: ENDED,
  draft: ENDED,
  pending: 'text-status-pending-fg',
  suspended: 'text-status-suspended-fg',
  denied: ENDED,
  approved: 'text-status-approved-fg',
  withdrawn: ENDED,
  superseded: ENDED,
  lapsed: ENDED,
  open: 'text-status-open-fg',
  acknowledged: 'text-status-acknowledged-fg',
  accepted: 'text-status-accepted-fg',
  snoozed: ENDED,
  resolved: 'text-status-resolved-fg',
  confirmed: 'text-status-resolved-fg',
  failed: 'text-status-revoking-fg',
} as const

/** Every status word of the product, and `confirmed` and `failed` of a revocation's hop. */
export type StatusWord = keyof typeof TEXT

const GLYPH: Partial<Record<StatusWord, string>> = {
  active: 'text-status-active',
  locked: 'text-status-locked',
  revoking: 'text-status-revoking',
  failed: 'text-status-revoking',
  pending: 'text-status-pending',
  suspended: 'text-status-suspended',
  approved: 'text-status-approved',
  open: 'text-status-open',
  acknowledged: 'text-status-acknowledged',
  accepted: 'text-status-accepted',
  resolved: 'text-status-resolved',
  confirmed: 'text-status-resolved',
}

/**
 * A status: its glyph and the word of the product in lower case, no box. `detail` follows the word
 * (`accepted until 30 Jun`); `glyphOnly` keeps the word for those who hear the page.
 */
export function Status(props: { word: StatusWord; detail?: ReactNode; glyphOnly?: boolean; className?: string }) {
  const { word, detail, glyphOnly = false, className } = props
  return (
    <span className={classList('inline-flex items-center gap-1.25 whitespace-nowrap', TEXT[word], className)}>
      <StatusGlyph word={word} className={GLYPH[word]} />
      <span className={glyphOnly ? 'sr-only' : undefined}>
        {word}
        {detail ? <> {detail}</> : null}
      </span>
    </span>
  )
}
