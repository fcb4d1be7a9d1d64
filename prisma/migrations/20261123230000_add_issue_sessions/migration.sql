-- Why: a session may only come to be while its grant, its parties, its client and its parent still allow it, and never one
-- too many; one call commits many sessions with their audit events, each only where nothing has changed since it was decided.

-- `drafts`: sessions to be, as an array of objects. `bounded_orgs`, `bounded_grants`: the grants among them that bound how
-- many sessions there are at once; these are counted one call after the other, since a count is only right when nobody
-- else is about to add. Answers one row for each draft: null, or the code of what stands in its way.
create or replace function issue_sessions(drafts jsonb, bounded_orgs uuid[], bounded_grants uuid[])
returns table (n int, refusal text) language plpgsql as $$
begin
  if cardinality(bounded_grants) > 0 then
    perform from grants g
    where (g.org_id, g.id) in (select b.org_id, b.id from rows from (unnest(bounded_orgs), unnest(bounded_grants)) b (org_id, id))
    order by g.org_id, g.id for no key update;
  end if;

  return query
  with draft as materialized (
    select d.*, row_number() over (partition by d.org_id, d.id order by d.n) as copy from jsonb_to_recordset(drafts) d (
      n int, org_id uuid, id uuid, at timestamptz, expires_at timestamptz, method text, grant_id uuid, parent_id uuid,
      depth smallint, principal_id uuid, actor_id uuid, system_id uuid, other_system_ids jsonb, client_id uuid, approval_id uuid,
      purpose text, ticket text, source_address text, token_sha256 text, token_claims jsonb, token_kid text, status_number bigint,
      idle_timeout_seconds int, permission_set_id uuid, tier smallint, breadth smallint, breadth_limit smallint,
      is_over_limit boolean, granted_weight double precision, granted_count int,
      event_id uuid, event_actor_kind text, event_actor_id text, event_actor_name text, event_name text, event_data jsonb)
  ), held as (
    select d.*, g.max_concurrent_sessions as max_live, g.max_session_ttl_seconds as max_ttl, case
      when d.copy > 1 then 'already-issued'
      when g.status is distinct from 'active' then 'grant-not-active'
      when g.starts_at > d.at then 'grant-not-started'
      when g.expires_at < d.expires_at then 'grant-expired'
      when p.status is distinct from 'active' then 'principal-not-active'
      when a.status is distinct from 'active' then 'actor-not-active'
      when d.client_id is not null and c.status is distinct from 'active' then 'client-not-active'
      when d.parent_id is not null and not coalesce(
        (s.status = 'active' or s.status = 'locked' and s.locked_until <= d.at)
        and (s.expires_at is null or s.expires_at >= d.expires_at), false) then 'parent-not-active'
      when d.approval_id is not null and not coalesce(
        v.status = 'approved' and v.subject_kind = 'session' and v.subject_id = d.id, false) then 'needs-approval'
      end as refusal
    from draft d
    left join lateral (select * from grants x where x.org_id = d.org_id and x.id = d.grant_id limit 1) g on true
    left join lateral (select * from identities x where x.org_id = d.org_id and x.id = d.principal_id limit 1) p on true
    left join lateral (select * from identities x where x.org_id = d.org_id and x.id = d.actor_id limit 1) a on true
    left join lateral (
      select * from clients x where d.client_id is not null and x.org_id = d.org_id and x.id = d.client_id limit 1) c on true
    left join lateral (
      select * from delegated_sessions x where d.parent_id is not null and x.org_id = d.org_id and x.id = d.parent_id limit 1) s on true
    left join lateral (
      select * from approvals x where d.approval_id is not null and x.org_id = d.org_id and x.id = d.approval_id limit 1) v on true
  ), counted as (
    select h.*, coalesce(h.refusal, case
      when h.max_live is not null and row_number() over (partition by h.org_id, h.grant_id, h.refusal order by h.n) + (
        select count(*) from delegated_sessions l
        where l.org_id = h.org_id and l.grant_id = h.grant_id and l.status in ('scheduled', 'active', 'locked', 'revoking')
          and l.id >= uuid_floor(h.at - make_interval(secs => h.max_ttl, days => 2)) and l.expires_at > h.at
          and (l.idle_timeout_seconds is null
            or coalesce(l.last_used_at, l.issued_at) + make_interval(secs => l.idle_timeout_seconds) > h.at)
      ) > h.max_live then 'too-many-sessions' end) as outcome
    from held h
  ), issued as (
    insert into delegated_sessions (org_id, id, origin, method, grant_id, parent_id, depth, principal_id, actor_id, system_id,
      other_system_ids, status, issued_at, starts_at, expires_at, purpose, ticket, source_address, permission_set_id, tier,
      breadth, breadth_limit, is_over_limit, granted_weight, used_weight, granted_count, used_count, unused_share,
      token_sha256, token_claims, token_kid, status_number, client_id, idle_timeout_seconds, created_at)
    select k.org_id, k.id, 'managed', k.method, k.grant_id, k.parent_id, k.depth, k.principal_id, k.actor_id, k.system_id,
      array(select jsonb_array_elements_text(k.other_system_ids))::uuid[], 'active', k.at, k.at, k.expires_at, k.purpose,
      k.ticket, k.source_address, k.permission_set_id, k.tier, k.breadth, k.breadth_limit, k.is_over_limit, k.granted_weight, 0,
      k.granted_count, 0, 1, decode(k.token_sha256, 'hex'), k.token_claims, k.token_kid, k.status_number, k.client_id,
      k.idle_timeout_seconds, k.at
    from counted k where k.outcome is null order by k.n
    on conflict do nothing
    returning org_id, id
  ), told as (
    insert into audit_events (org_id, id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_name, data)
    select k.org_id, k.event_id, k.at, k.event_actor_kind, k.event_actor_id, k.event_actor_name, 'session.issued', 'session',
      k.id, k.event_name, k.event_data
    from counted k join issued i on i.org_id = k.org_id and i.id = k.id
    where k.outcome is null
  )
  select k.n, coalesce(k.outcome, case when i.id is null then 'already-issued' end)
  from counted k left join issued i on i.org_id = k.org_id and i.id = k.id;
end $$;
