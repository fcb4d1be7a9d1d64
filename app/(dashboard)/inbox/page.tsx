import type { Metadata } from 'next'
import { pageContext } from '@/lib/http/context'
import { getInboxItem } from '@/lib/queries/get-inbox-item'
import { type SearchParams, singleValues } from '../sessions/search-params'
import { InboxBar } from './inbox-bar'
import { InboxColumns } from './inbox-columns'
import { readInbox } from './read-inbox'

export const metadata: Metadata = { title: 'Inbox' }

/** What waits to be decided, the nearest deadline first, with the first of it beside the list. */
export default async function InboxPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  const inbox = await readInbox(ctx, singleValues(await searchParams))
  const first = inbox.page.rows[0]
  const item = first ? await getInboxItem(ctx, first.id) : null
  return (
    <>
      <InboxBar inbox={inbox} now={ctx.now} />
      <InboxColumns inbox={inbox} item={item} isPage={false} now={ctx.now} />
    </>
  )
}
