import { queueMessages } from '@/lib/commands/queue-messages'
import { mutateIfNeeded } from '@/lib/db'
import { readApprovalStory } from '@/lib/db/approval-story'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { type Telling, tellStory } from '@/lib/domain/message-approval'

/** Tells whoever takes part in a question how it stands. `approvalId` is a UUID. What they have been told they are not told
 *  again, so that this may run any number of times. */
export async function tellApproval(
  ctx: Context,
  input: { approvalId: string; what: Telling },
): Promise<{ queued: number }> {
  authorize(ctx, 'send-messages')
  const queued = await mutateIfNeeded(
    ctx,
    async (tx) => {
      const story = await readApprovalStory(tx, ctx.orgId, input.approvalId, ctx.now)
      const { events, jobs } = await queueMessages(tx, ctx, story ? tellStory(story, input.what) : [])
      const [first, ...rest] = events
      return first ? { result: events.length, events: [first, ...rest], jobs } : null
    },
    { isolation: 'ReadCommitted' },
  )
  return { queued: queued ?? 0 }
}
