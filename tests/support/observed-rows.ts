import { reader } from '@/lib/db'

type Row = Record<string, unknown>

/** All that ingests left in an organisation, told in words that do not depend on ids or on when it was done: two
 *  organisations that learnt the same must give the same. */
export async function observedRows(orgId: string): Promise<Record<string, Row[]>> {
  const db = reader()
  return {
    sessions: await db.$queryRaw<Row[]>`
      select s.external_id, s.session_arn, s.method, s.name, s.depth, parent.external_id parent, p.external_id principal,
        a.external_id actor, y.key system, s.status, s.issuance_seen, s.issued_at, s.expires_at, s.expiry_known, s.source_identity,
        s.tags, s.transitive_tag_keys, s.session_policy, g.external_id "grant", ps.digest, s.breadth, s.granted_count, s.used_count,
        s.unused_share, s.breadth_limit, s.allowed_count, s.denied_count, s.first_used_at, s.last_used_at
      from delegated_sessions s
      join identities p on p.org_id = s.org_id and p.id = s.principal_id
      join identities a on a.org_id = s.org_id and a.id = s.actor_id
      join systems y on y.org_id = s.org_id and y.id = s.system_id
      left join delegated_sessions parent on parent.org_id = s.org_id and parent.id = s.parent_id
      left join grants g on g.org_id = s.org_id and g.id = s.grant_id
      left join permission_sets ps on ps.org_id = s.org_id and ps.id = s.permission_set_id
      where s.org_id = ${orgId}::uuid order by s.issued_at, s.external_id, s.session_arn`,
    uses: await db.$queryRaw<Row[]>`
      select s.external_id, s.session_arn, u.permission, u.is_known, u.allowed_count, u.denied_count, u.first_at, u.last_at
      from delegated_session_uses u join delegated_sessions s on s.org_id = u.org_id and s.id = u.session_id
      where u.org_id = ${orgId}::uuid order by s.external_id, s.session_arn, u.permission`,
    activity: await db.$queryRaw<Row[]>`
      select s.external_id, s.session_arn, a.minute, a.allowed_count, a.denied_count
      from delegated_session_activity a join delegated_sessions s on s.org_id = a.org_id and s.id = a.session_id
      where a.org_id = ${orgId}::uuid order by s.external_id, s.session_arn, a.minute`,
    attempts: await db.$queryRaw<Row[]>`
      select t.id, t.at, a.external_id actor, p.external_id principal, t.error_code
      from delegation_attempts t
      left join identities a on a.org_id = t.org_id and a.id = t.actor_id
      left join identities p on p.org_id = t.org_id and p.id = t.principal_id
      where t.org_id = ${orgId}::uuid order by t.id`,
    grants: await db.$queryRaw<Row[]>`
      select g.external_id, p.external_id principal, a.external_id actor, g.status, g.starts_at, g.ended_at, g.permissions_known,
        g.breadth, g.granted_count, g.used_count, g.unused_share, g.max_session_ttl_seconds, g.last_used_at
      from grants g
      join identities p on p.org_id = g.org_id and p.id = g.principal_id
      join identities a on a.org_id = g.org_id and a.id = g.actor_id
      where g.org_id = ${orgId}::uuid and g.status <> 'expired' order by g.external_id`,
    identities: await db.$queryRaw<Row[]>`
      select external_id, kind, name, status, departed_at from identities
      where org_id = ${orgId}::uuid and not attributes ? 'vague' order by external_id`,
  }
}
