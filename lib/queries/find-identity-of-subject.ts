import DataLoader from 'dataloader'
import { gather } from '@/lib/db/gather'
import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

/** A subject as its issuer names it. `email`: only where the issuer identifies by it and has verified it. */
export type ForeignSubject = { issuerId: string; subject: string; email: string | null }

const find = statement<{ i: number; id: string | null }>(
  'find-identity-of-subject',
  `select k.i::int as i, coalesce(l.identity_id, m.id) as id
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) with ordinality as k(org_id, issuer_id, subject, email, i)
   left join identity_subjects l on l.org_id = k.org_id and l.issuer_id = k.issuer_id and l.subject = k.subject
   left join lateral (
     select min(n.id::text)::uuid as id from identities n
     where n.org_id = k.org_id and n.email is not null and lower(n.email) = lower(k.email) and n.status <> 'departed'
     having count(*) = 1) m on l.identity_id is null and k.email is not null`,
)

type Key = ForeignSubject & { orgId: string }

const { schedule, counted } = gather(2)

/** Many requests of one moment share one statement. */
const loader = new DataLoader<Key, string | null>(
  counted(async (keys: readonly Key[]) => {
    const columns = [
      keys.map((key) => key.orgId),
      keys.map((key) => key.issuerId),
      keys.map((key) => key.subject),
      keys.map((key) => key.email),
    ]
    const ids = new Map((await find(columns)).map((row) => [row.i, row.id]))
    return keys.map((_, index) => ids.get(index + 1) ?? null)
  }),
  { cache: false, maxBatchSize: 200, batchScheduleFn: schedule },
)

/** Who a subject of a trusted issuer is here (UUID): as it was linked, else the one identity with that e-mail address;
 *  null where nobody is, or several are. Needs `issue-session`. */
export async function findIdentityOfSubject(ctx: Context, subject: ForeignSubject): Promise<string | null> {
  authorize(ctx, 'issue-session')
  // No column can hold it, and a statement that fails would fail for all who share it.
  if (subject.subject.includes('\0') || subject.email?.includes('\0')) return null
  return loader.load({ ...subject, orgId: ctx.orgId })
}
