import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { Tabs } from '@/components/ui/tabs'
import { isMailKept } from '@/lib/auth/installation-address'
import { isAllowed } from '@/lib/domain/authorization'
import { messageListRequest } from '@/lib/domain/message-row'
import { pageContext } from '@/lib/http/context'
import { listMessages } from '@/lib/queries/list-messages'
import { KeptNote } from './kept-note'
import { MailItem } from './mail-item'

export const metadata: Metadata = { title: 'Sent mail' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** What Remit told the reader, and for admins what it told anybody. */
export default async function MailPage({ searchParams }: Props) {
  const ctx = await pageContext()
  const canSeeAll = isAllowed(ctx, 'view-messages')
  const asked = messageListRequest.parse(await searchParams)
  const request = canSeeAll ? asked : { ...asked, view: 'mine' as const }
  const { rows, next, previous } = await listMessages(ctx, request)
  const isKept = isMailKept()
  const href = (cursor: string) => `/mail?view=${request.view}&${cursor}`
  const tabs = [
    { href: '/mail', label: 'To me', current: request.view === 'mine' },
    { href: '/mail?view=all', label: 'To anybody', current: request.view === 'all' },
  ]
  return (
    <>
      <TopBar title="Sent mail" now={ctx.now} />
      {canSeeAll ? <Tabs label="Whose mail" tabs={tabs} /> : null}
      {isKept ? <KeptNote /> : null}
      {rows.length === 0 ? (
        <EmptyState inset title="Nothing was sent yet">
          What Remit mails you stands here too, with its links.
        </EmptyState>
      ) : null}
      <ul className="page-inset">
        {rows.map((row) => (
          <MailItem key={row.id} row={row} now={ctx.now} showsTo={request.view === 'all'} isKept={isKept} />
        ))}
      </ul>
      <Pagination previous={previous && href(`before=${previous}`)} next={next && href(`after=${next}`)} />
    </>
  )
}
