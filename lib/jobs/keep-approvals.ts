import { escalateApprovals } from '@/lib/commands/escalate-approvals'
import { expireAccess } from '@/lib/commands/expire-access'
import { remindApprovers } from '@/lib/commands/remind-approvers'
import { settleSilence } from '@/lib/commands/settle-silence'
import { tellDelegates } from '@/lib/commands/tell-delegates'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'
import { listOrganisations } from '@/lib/queries/list-organisations'

/** Keeps questions moving: silent reviewers are passed or the question lapses, more people are asked, those who were asked
 *  are reminded, and whoever votes for those who went away is told. What nobody decided in time lapses by the one sweep there is. */
export async function keepApprovals(_payload: JobPayload<'keep-approvals'>, now: Date): Promise<void> {
  for (const { id } of await listOrganisations()) {
    const ctx = systemContext(id, 'approvals', now)
    while ((await settleSilence(ctx)).hasMore);
    while ((await expireAccess(ctx)).hasMore);
    while ((await escalateApprovals(ctx)).hasMore);
    await remindApprovers(ctx)
    await tellDelegates(ctx)
  }
}
