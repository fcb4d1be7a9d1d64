import type { ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { SectionHead } from '@/components/ui/section-head'
import type { ApiTokenRow } from '@/lib/domain/api-token'
import { plural } from '@/lib/format'
import { NewToken, type Service } from './new-token'
import { TokenItem } from './token-item'

type Props = {
  title: string
  tokens: ApiTokenRow[]
  now: Date
  address: string
  services?: Service[]
  /** What it says where there is none. */
  children: ReactNode
}

/** Tokens of one kind of holder: those that work first, then what is over. */
export function TokensSection({ title, tokens, now, address, services, children }: Props) {
  const live = tokens.filter(({ state }) => state === 'active')
  const over = tokens.filter(({ state }) => state !== 'active')
  return (
    <section aria-label={title} className="page-inset pt-4 pb-2">
      <SectionHead
        title={title}
        note={live.length > 0 ? plural(live.length, 'live token') : undefined}
        end={<NewToken address={address} services={services} />}
      />
      {tokens.length === 0 ? <EmptyState title="No token yet">{children}</EmptyState> : null}
      <ul className="mt-1">
        {[...live, ...over].map((token) => (
          <TokenItem key={token.id} token={token} now={now} />
        ))}
      </ul>
    </section>
  )
}
