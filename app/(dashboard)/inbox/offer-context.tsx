'use client'
import { createContext, type ReactNode, use, useState } from 'react'
import type { InboxItem } from '@/lib/domain/inbox'
import { AS_ASKED, figuresOf, isChanged, type OfferDraft, type OfferFigures } from './offer-terms'

type Offering = {
  item: InboxItem
  now: Date
  draft: OfferDraft
  figures: OfferFigures
  isTouched: boolean
  change: (over: Partial<OfferDraft>) => void
  reset: () => void
}

const Context = createContext<Offering | null>(null)

/** Holds what an approver changes of what is asked, for the table, the bars and the foot of one question. */
export function OfferProvider({ item, now, children }: { item: InboxItem; now: Date; children: ReactNode }) {
  const [draft, setDraft] = useState(AS_ASKED)
  const offering: Offering = {
    ...{ item, now, draft },
    figures: figuresOf(item, draft),
    isTouched: isChanged(draft),
    change: (over) => setDraft((old) => ({ ...old, ...over })),
    reset: () => setDraft(AS_ASKED),
  }
  return <Context value={offering}>{children}</Context>
}

export function useOffer(): Offering {
  const offering = use(Context)
  if (!offering) throw new Error('an offer is made within a question')
  return offering
}
