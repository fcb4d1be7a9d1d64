import type { Context } from '@/lib/domain/context'
import { type InboxView, inboxRequest } from '@/lib/domain/inbox-request'
import { countInbox, type InboxCounts } from '@/lib/queries/count-inbox'
import { listInbox } from '@/lib/queries/list-inbox'
import { hrefWith } from '../sessions/search-params'

/** What waits for an approver is theirs; everybody else sees what waits for others. */
function viewFor(ctx: Context, wanted: InboxView | undefined, { mine }: InboxCounts): InboxView {
  if (wanted) return wanted
  return mine > 0 || (ctx.actor.kind === 'member' && ctx.actor.roles.includes('approver')) ? 'mine' : 'others'
}

/** The part of the inbox that an address names: its rows, the counts of the parts, and addresses within it. */
export async function readInbox(ctx: Context, params: Record<string, string | undefined>) {
  const request = inboxRequest.parse(params)
  const counts = await countInbox(ctx)
  const view = viewFor(ctx, request.view, counts)
  const page = await listInbox(ctx, view, request)
  const { after, before } = request
  const here = { view, after, before }
  return {
    ...{ counts, view, page },
    hrefOf: (id: string) => hrefWith(`/inbox/${id}`, here, {}),
    pageHref: (cursor: 'after' | 'before', value: string | null) =>
      value && hrefWith('/inbox', { view }, { [cursor]: value }),
  }
}
export type Inbox = Awaited<ReturnType<typeof readInbox>>
