import { tellApproval } from '@/lib/commands/tell-approval'
import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

/** Absences that began longer ago have been looked at by an earlier run. */
const LATELY_MS = 10 * 60_000

/** What waits for somebody whose absence has just begun, by whatever makes them eligible. */
async function listWaiting({ orgId, now }: Context): Promise<{ id: string }[]> {
  const since = new Date(now.getTime() - LATELY_MS)
  return reader().$queryRaw<{ id: string }[]>`
    select distinct a.id from approver_absences b
    join members m on m.org_id = b.org_id and m.id = b.member_id
    join approval_stages s on s.org_id = b.org_id and (s.eligible -> 'roles' ?| m.roles or s.eligible -> 'memberIds' ? m.id::text
      or s.eligible -> 'groupIds' ?| array(select q.group_id::text from member_group_members q
        where q.org_id = m.org_id and q.member_id = m.id)
      or s.eligible -> 'identityIds' ?| array(select i.id::text from identities i
        where i.org_id = m.org_id and (i.id = m.identity_id or lower(i.email) = lower(m.email))))
    join approvals a on a.org_id = s.org_id and a.id = s.approval_id and a.current_position = s.position
    where b.org_id = ${orgId}::uuid and b.ended_at is null and b.starts_at <= ${now} and b.ends_at > ${now}
      and greatest(b.starts_at, b.created_at) > ${since} and s.kind = 'people'
      and a.status = 'pending' and a.expires_at > ${now}`
}

/** What waits when somebody goes away is told to whoever votes in their place from then on; whoever was told is not told
 *  again. */
export async function tellDelegates(ctx: Context): Promise<void> {
  authorize(ctx, 'send-messages')
  for (const { id } of await listWaiting(ctx)) await tellApproval(ctx, { approvalId: id, what: 'stage' })
}
