import type { ReactNode } from 'react'
import type { GrantDeeds } from '@/components/grant/grant-actions'
import type { IdentityDetail } from '@/lib/queries/get-identity'
import { ActsSection } from './acts-section'

type Props = { identity: IdentityDetail; now: Date; can: GrantDeeds; children?: ReactNode }

/** Who acts for it and what it acts for; first what is likelier for its kind. Then whatever else stands there. */
export function BothSides({ identity, now, can, children }: Props) {
  const { id, needsOwner, actedFor, actsFor } = identity
  const common = { id, now, can }
  const who = { title: needsOwner ? 'Who acts for it' : 'Who acts for them', none: 'Nobody acts in this name.' }
  const what = { title: needsOwner ? 'What it acts for' : 'What they act for', none: 'Acts for nobody.' }
  const sides = [
    <ActsSection key="principal" side="principal" {...who} acts={actedFor} {...common} />,
    <ActsSection key="actor" side="actor" {...what} acts={actsFor} {...common} />,
  ]
  return (
    <div>
      {needsOwner ? sides.toReversed() : sides}
      {children}
    </div>
  )
}
