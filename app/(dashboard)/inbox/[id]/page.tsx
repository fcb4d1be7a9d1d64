import type { Metadata } from 'next'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { getInboxItem } from '@/lib/queries/get-inbox-item'
import { type SearchParams, singleValues } from '../../sessions/search-params'
import { InboxBar } from '../inbox-bar'
import { InboxColumns } from '../inbox-columns'
import { readInbox } from '../read-inbox'

export const metadata: Metadata = { title: 'Inbox' }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> }

/** One question put to people, at an address that machines and messages can name, beside the list it stands in. */
export default async function InboxItemPage(props: Props) {
  const ctx = await pageContext()
  const { id } = await props.params
  const item = await orNotFound(getInboxItem(ctx, id))
  const here = item.status === 'pending' ? {} : { view: 'decided' }
  const inbox = await readInbox(ctx, { ...here, ...singleValues(await props.searchParams) })
  return (
    <>
      <InboxBar inbox={inbox} title={item.actor?.name ?? item.title} now={ctx.now} />
      <InboxColumns inbox={inbox} item={item} isPage now={ctx.now} />
    </>
  )
}
