import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'

/** `used`: a session that Remit issued and that was used since it was measured. */
export type DueKind = 'fact' | 'principal' | 'session' | 'grant' | 'used'

/** Takes up to `limit` subjects of a kind that are to be measured again. Taken in the transaction that measures them, so
 *  that they are due still if it fails. */
export async function takeDue(tx: Tx, ctx: Context, kind: DueKind, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ subject: string }[]>`
    delete from entitlements_due
    where org_id = ${ctx.orgId}::uuid and subject = any(array(
      select subject from entitlements_due
      where org_id = ${ctx.orgId}::uuid and subject >= ${`${kind}:`} and subject < ${`${kind};`}
      order by subject limit ${limit}))
    returning subject`
  return rows.map(({ subject }) => subject.slice(kind.length + 1)).sort()
}

/** A policy or role of which a fact came in bears on principals, and these on their sessions. */
export async function spreadFacts(tx: Tx, ctx: Context, subjects: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    with principals as (
      select unnest(${subjects}::text[]) as key
      union select subject from observed_facts where org_id = ${ctx.orgId}::uuid
        and facet = any(${subjects.map((subject) => `attached:${subject}`)}::text[])
      union select subject from observed_facts where org_id = ${ctx.orgId}::uuid and facet = 'boundary'
        and value #>> '{}' = any(${subjects}::text[]))
    insert into entitlements_due (org_id, subject)
    select ${ctx.orgId}::uuid, 'principal:' || key from principals
    union select ${ctx.orgId}::uuid, 'session:' || s.id from principals p
      join identities i on i.org_id = ${ctx.orgId}::uuid and i.external_id = p.key
      join delegated_sessions s on s.org_id = i.org_id and s.principal_id = i.id and s.origin = 'observed'
    on conflict do nothing`
  await spreadToNarrowed(
    tx,
    ctx,
    subjects.filter((subject) => subject.includes(':policy/')),
  )
}

/** A policy bears also on the sessions that were asked for with no more than it allows, whatever their role has. */
async function spreadToNarrowed(tx: Tx, ctx: Context, policies: readonly string[]): Promise<void> {
  if (policies.length === 0) return
  await tx.$executeRaw`
    insert into entitlements_due (org_id, subject)
    select s.org_id, 'session:' || s.id from delegated_sessions s
    where s.org_id = ${ctx.orgId}::uuid and s.origin = 'observed' and s.session_policy is not null
      and jsonb_exists_any(s.session_policy->'policyArns', ${policies}::text[])
    on conflict do nothing`
}

export async function addDue(tx: Tx, ctx: Context, kind: DueKind, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return
  await tx.$executeRaw`
    insert into entitlements_due (org_id, subject)
    select distinct ${ctx.orgId}::uuid, ${`${kind}:`} || s from unnest(${subjects}::text[]) s on conflict do nothing`
}
