import type { ReactNode } from 'react'
import type { StatusWord } from './status'

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.3 } as const
const round = { ...line, strokeLinecap: 'round', strokeLinejoin: 'round' } as const
const ring = <circle cx="6" cy="6" r="4.6" {...line} />
const clock = (
  <>
    {ring}
    <path d="M6 3.4V6l1.8 1.2" {...round} strokeWidth={1.2} />
  </>
)
const dashed = <circle cx="6" cy="6" r="4.6" {...line} strokeDasharray="1.8 1.8" />
const half = (
  <>
    {ring}
    <path d="M6 3a3 3 0 0 1 0 6z" fill="currentColor" />
  </>
)
const done = (
  <>
    <circle cx="6" cy="6" r="5.25" fill="currentColor" />
    <path d="M3.6 6.2 5.3 7.9 8.5 4.4" {...round} className="stroke-surface" strokeWidth={1.4} />
  </>
)
const struck = (
  <>
    {ring}
    <path d="M2.9 9.1 9.1 2.9" {...line} />
  </>
)
const crossed = (
  <>
    {ring}
    <path d="M4.2 4.2l3.6 3.6M7.8 4.2 4.2 7.8" {...line} />
  </>
)

const GLYPHS: Record<StatusWord, ReactNode> = {
  scheduled: dashed,
  draft: dashed,
  active: <circle cx="6" cy="6" r="3.5" fill="currentColor" />,
  locked: (
    <>
      <rect x="2" y="5" width="8" height="6" rx="1" fill="currentColor" />
      <path d="M4 5V3.6a2 2 0 0 1 4 0V5" {...line} />
    </>
  ),
  revoking: (
    <>
      <circle cx="6" cy="6" r="4.6" {...line} strokeOpacity={0.35} />
      <path d="M6 1.4A4.6 4.6 0 0 1 10.6 6" {...round} strokeWidth={1.6} />
      <path d="M4 4l4 4M8 4 4 8" {...round} />
    </>
  ),
  revoked: struck,
  expired: clock,
  superseded: clock,
  lapsed: clock,
  completed: (
    <>
      {ring}
      <path d="M3.9 6.1 5.4 7.6 8.1 4.6" {...round} />
    </>
  ),
  pending: half,
  acknowledged: half,
  suspended: (
    <>
      {ring}
      <path d="M4.8 4.2v3.6M7.2 4.2v3.6" {...round} />
    </>
  ),
  denied: crossed,
  failed: crossed,
  approved: done,
  resolved: done,
  confirmed: done,
  open: (
    <>
      {ring}
      <circle cx="6" cy="6" r="2" fill="currentColor" />
    </>
  ),
  accepted: <path d="M6 1.2 10 2.6v3.2c0 2.4-1.7 4.2-4 5-2.3-.8-4-2.6-4-5V2.6z" {...round} />,
  snoozed: <path d="M10 7.2A4.4 4.4 0 1 1 5 1.9 3.5 3.5 0 0 0 10 7.2z" {...round} />,
  withdrawn: <path d="M4.2 3 2 5.2l2.2 2.2M2.2 5.2H8a2.2 2.2 0 0 1 0 4.4H5.5" {...round} />,
}

/** The 12 px sign of a status word; it tells ended states apart without colour. */
export function StatusGlyph({ word, className }: { word: StatusWord; className?: string }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className={`size-3 shrink-0 ${className ?? ''}`}>
      {GLYPHS[word]}
    </svg>
  )
}
