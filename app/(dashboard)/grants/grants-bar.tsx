import { TopBar } from '@/components/shell/top-bar'
import { ButtonLink } from '@/components/ui/button'
import type { DraftRow } from '@/lib/queries/list-drafts'
import { Drafts } from './drafts'

/** The top of the list: the way to ask for a grant, and what the reader has begun to ask for. */
export function GrantsBar({ drafts, now }: { drafts: DraftRow[]; now: Date }) {
  const ask = (
    <ButtonLink href="/grants/new" variant="ink">
      Request a grant
    </ButtonLink>
  )
  return (
    <>
      <TopBar title="Grants" now={now} end={ask} phoneEnd={<ButtonLink href="/grants/new">Request</ButtonLink>} />
      <Drafts drafts={drafts} now={now} />
    </>
  )
}
