-- Why: who must agree to what is an organisation's own rule, kept in versions; a question remembers the version it was asked
-- under, what was offered instead, who said what in which stage, and the consent of whoever is acted for.

-- ── who asks ────────────────────────────────────────────────────────────────────────────────────────────────────────

alter table audit_events drop constraint audit_events_actor_kind;
alter table audit_events add constraint audit_events_actor_kind check (actor_kind in ('member', 'system', 'client', 'service'));

alter table findings drop constraint findings_subject_kind;
alter table findings add constraint findings_subject_kind check (subject_kind in ('session', 'grant', 'identity', 'system', 'member'));

-- A key to the API, of a member (then never more than that member may) or of a service.
create table api_tokens (
  org_id uuid not null references organisations (id),
  id uuid not null,
  member_id uuid,
  identity_id uuid,
  name text not null,
  sha256 bytea not null constraint api_tokens_sha256_unique unique,
  hint text not null,
  scopes text[] not null constraint api_tokens_scoped check (cardinality(scopes) > 0),
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (org_id, id),
  constraint api_tokens_of_one check ((member_id is null) <> (identity_id is null)),
  constraint api_tokens_member_fkey foreign key (org_id, member_id) references members (org_id, id),
  constraint api_tokens_identity_fkey foreign key (org_id, identity_id) references identities (org_id, id)
);

-- What an earlier call with the same key was answered; kept for a day.
create table idempotency_keys (
  org_id uuid not null references organisations (id),
  caller text not null,
  key text not null,
  request_sha256 bytea not null,
  status smallint,
  response jsonb,
  created_at timestamptz not null,
  primary key (org_id, caller, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

-- ── who may be asked ────────────────────────────────────────────────────────────────────────────────────────────────

create table member_groups (
  org_id uuid not null references organisations (id),
  id uuid not null,
  name text not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  constraint member_groups_name_unique unique (org_id, name)
);

create table member_group_members (
  org_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  added_at timestamptz not null,
  primary key (org_id, group_id, member_id),
  constraint member_group_members_group_fkey foreign key (org_id, group_id) references member_groups (org_id, id),
  constraint member_group_members_member_fkey foreign key (org_id, member_id) references members (org_id, id)
);
create index member_group_members_by_member on member_group_members (org_id, member_id);

-- While one is away, another votes in their place.
create table approver_absences (
  org_id uuid not null references organisations (id),
  id uuid not null,
  member_id uuid not null,
  delegate_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null,
  created_by text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, id),
  constraint approver_absences_member_fkey foreign key (org_id, member_id) references members (org_id, id),
  constraint approver_absences_delegate_fkey foreign key (org_id, delegate_id) references members (org_id, id),
  constraint approver_absences_of_another check (member_id <> delegate_id),
  constraint approver_absences_ends check (ends_at > starts_at)
);
create index approver_absences_by_delegate on approver_absences (org_id, delegate_id, ends_at);

-- ── rules, in versions ──────────────────────────────────────────────────────────────────────────────────────────────

create table policy_versions (
  org_id uuid not null references organisations (id),
  id uuid not null,
  kind text not null constraint policy_versions_kind check (kind in ('approvals', 'guardrails')),
  version int not null constraint policy_versions_positive check (version > 0),
  status text not null constraint policy_versions_status check (status in ('pending', 'active', 'superseded', 'denied', 'withdrawn')),
  content jsonb not null,
  note text not null,
  proposed_by_member_id uuid,
  proposed_by text not null,
  proposed_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  superseded_at timestamptz,
  primary key (org_id, id),
  constraint policy_versions_version_unique unique (org_id, kind, version),
  constraint policy_versions_proposer_fkey foreign key (org_id, proposed_by_member_id) references members (org_id, id)
);
create unique index policy_versions_one_active on policy_versions (org_id, kind) where status = 'active';
create trigger policy_versions_immutable before update on policy_versions
  for each row execute function refuse_column_change('org_id', 'id', 'kind', 'version', 'content', 'note', 'proposed_by_member_id', 'proposed_by', 'proposed_at');
create trigger policy_versions_life before update of status on policy_versions for each row when (old.status is distinct from new.status)
  execute function enforce_status_transition('policy-version');
create trigger policy_versions_no_delete before delete on policy_versions for each row execute function refuse_change();

insert into status_transitions (noun, from_status, to_status) values
  ('policy-version', 'pending', 'active'), ('policy-version', 'pending', 'denied'), ('policy-version', 'pending', 'withdrawn'),
  ('policy-version', 'active', 'superseded'),
  ('consent', 'asked', 'given'), ('consent', 'asked', 'declined'), ('consent', 'asked', 'withdrawn'), ('consent', 'given', 'withdrawn'),
  ('offer', 'offered', 'accepted'), ('offer', 'offered', 'declined'), ('offer', 'offered', 'withdrawn');

-- ── questions ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- revision: which terms stand now, 0 as asked, n after the n-th offer was accepted; votes of a revision before
-- votes_count_from no longer count. barred_identity_ids: whoever may not decide, however they are called.
alter table approvals
  add column revision smallint not null default 0,
  add column votes_count_from smallint not null default 0,
  add column current_position smallint not null default 1,
  add column policy_version int,
  add column rule_name text,
  add column requested_by_identity_id uuid,
  add column barred_identity_ids uuid[] not null default '{}',
  add column tier smallint,
  add column risk smallint not null default 0 constraint approvals_risk check (risk between 0 and 100),
  add constraint approvals_identity_fkey foreign key (org_id, requested_by_identity_id) references identities (org_id, id);
create index approvals_waiting on approvals (org_id, risk desc, expires_at) where status = 'pending';

-- eligible: {roles, groupIds, memberIds, identityIds}, any of which suffices. terms: what else the policy says of the stage.
alter table approval_stages
  add column kind text not null default 'people' constraint approval_stages_kind check (kind in ('people', 'consent', 'reviewer')),
  add column terms jsonb not null default '{}',
  add column opened_at timestamptz,
  add column reminded_at timestamptz,
  add column escalated_at timestamptz,
  add column settled_at timestamptz;

alter table approval_votes
  add column revision smallint not null default 0,
  add column on_behalf_of_member_id uuid,
  add column via text not null default 'page' constraint approval_votes_via check (via in ('page', 'message', 'api', 'offer')),
  add constraint approval_votes_absent_fkey foreign key (org_id, on_behalf_of_member_id) references members (org_id, id);
alter table approval_votes drop constraint approval_votes_pkey;
alter table approval_votes add primary key (org_id, approval_id, position, member_id, revision);
create index approval_votes_by_member on approval_votes (org_id, member_id, voted_at desc);

create table approval_offers (
  org_id uuid not null,
  id uuid not null,
  approval_id uuid not null,
  revision smallint not null constraint approval_offers_revision check (revision > 0),
  status text not null constraint approval_offers_status check (status in ('offered', 'accepted', 'declined', 'withdrawn')),
  offered_by_member_id uuid not null,
  terms jsonb not null,
  before jsonb not null,
  keeps_votes boolean not null,
  note text not null,
  offered_at timestamptz not null,
  answered_at timestamptz,
  primary key (org_id, id),
  constraint approval_offers_revision_unique unique (org_id, approval_id, revision),
  constraint approval_offers_approval_fkey foreign key (org_id, approval_id) references approvals (org_id, id),
  constraint approval_offers_member_fkey foreign key (org_id, offered_by_member_id) references members (org_id, id)
);
create unique index approval_offers_one_open on approval_offers (org_id, approval_id) where status = 'offered';
create trigger approval_offers_immutable before update on approval_offers
  for each row execute function refuse_column_change('org_id', 'id', 'approval_id', 'revision', 'offered_by_member_id', 'terms', 'before', 'keeps_votes', 'note', 'offered_at');
create trigger approval_offers_life before update of status on approval_offers for each row when (old.status is distinct from new.status)
  execute function enforce_status_transition('offer');

create table approval_notes (
  org_id uuid not null,
  approval_id uuid not null,
  id uuid not null,
  kind text not null constraint approval_notes_kind check (kind in ('question', 'answer', 'review')),
  member_id uuid,
  by_name text not null,
  body text not null,
  written_at timestamptz not null,
  primary key (org_id, approval_id, id),
  constraint approval_notes_approval_fkey foreign key (org_id, approval_id) references approvals (org_id, id),
  constraint approval_notes_member_fkey foreign key (org_id, member_id) references members (org_id, id)
);
create trigger approval_notes_append_only before update or delete on approval_notes for each row execute function refuse_change();

create table approval_reads (
  org_id uuid not null,
  approval_id uuid not null,
  member_id uuid not null,
  first_read_at timestamptz not null,
  primary key (org_id, approval_id, member_id),
  constraint approval_reads_approval_fkey foreign key (org_id, approval_id) references approvals (org_id, id),
  constraint approval_reads_member_fkey foreign key (org_id, member_id) references members (org_id, id)
);

-- ── what is asked for ───────────────────────────────────────────────────────────────────────────────────────────────

alter table grants
  add column duration_seconds int constraint grants_duration_positive check (duration_seconds > 0),
  add column renews_grant_id uuid,
  add column requested_by_identity_id uuid,
  add column is_break_glass boolean not null default false,
  add column ends_with_ticket boolean not null default false,
  add constraint grants_renews_fkey foreign key (org_id, renews_grant_id) references grants (org_id, id),
  add constraint grants_requesting_identity_fkey foreign key (org_id, requested_by_identity_id) references identities (org_id, id),
  add constraint grants_break_glass_is_short check (not is_break_glass or (max_session_ttl_seconds <= 3600 and expires_at <= starts_at + interval '1 hour'
    and ticket is not null and purpose is not null));
create index grants_by_ticket on grants (org_id, lower(ticket)) where ticket is not null;
create index grants_break_glass on grants (org_id, id) where is_break_glass;

-- What somebody has begun to ask for; nobody else sees it, and it may be incomplete.
create table grant_drafts (
  org_id uuid not null references organisations (id),
  id uuid not null,
  member_id uuid not null,
  name text not null,
  content jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, id),
  constraint grant_drafts_member_fkey foreign key (org_id, member_id) references members (org_id, id)
);
create index grant_drafts_by_member on grant_drafts (org_id, member_id, updated_at desc);

-- basis: the person's own word, or a policy that agrees for a group. terms: what they saw.
create table consents (
  org_id uuid not null references organisations (id),
  id uuid not null,
  principal_id uuid not null,
  actor_id uuid not null,
  grant_id uuid not null,
  approval_id uuid,
  status text not null constraint consents_status check (status in ('asked', 'given', 'declined', 'withdrawn')),
  basis text not null constraint consents_basis check (basis in ('person', 'policy')),
  basis_name text not null,
  terms jsonb not null,
  asked_at timestamptz not null,
  answered_at timestamptz,
  withdrawn_at timestamptz,
  primary key (org_id, id),
  constraint consents_principal_fkey foreign key (org_id, principal_id) references identities (org_id, id),
  constraint consents_actor_fkey foreign key (org_id, actor_id) references identities (org_id, id),
  constraint consents_grant_fkey foreign key (org_id, grant_id) references grants (org_id, id)
);
create index consents_by_principal on consents (org_id, principal_id, id desc);
create index consents_by_grant on consents (org_id, grant_id);
create trigger consents_life before update of status on consents for each row when (old.status is distinct from new.status)
  execute function enforce_status_transition('consent');
create trigger consents_immutable before update on consents
  for each row execute function refuse_column_change('org_id', 'id', 'principal_id', 'actor_id', 'grant_id', 'basis', 'terms', 'asked_at');
create trigger consents_no_delete before delete on consents for each row execute function refuse_change();

-- Whoever broke the glass does not close its review.
create table break_glass_reviews (
  org_id uuid not null,
  grant_id uuid not null,
  opened_by_member_id uuid not null,
  due_at timestamptz not null,
  closed_by_member_id uuid,
  closed_at timestamptz,
  outcome text constraint break_glass_reviews_outcome check (outcome in ('justified', 'unjustified')),
  comment text,
  primary key (org_id, grant_id),
  constraint break_glass_reviews_grant_fkey foreign key (org_id, grant_id) references grants (org_id, id),
  constraint break_glass_reviews_opener_fkey foreign key (org_id, opened_by_member_id) references members (org_id, id),
  constraint break_glass_reviews_closer_fkey foreign key (org_id, closed_by_member_id) references members (org_id, id),
  constraint break_glass_reviews_by_another check (closed_by_member_id <> opened_by_member_id),
  constraint break_glass_reviews_closed_whole check ((closed_at is null) = (closed_by_member_id is null) and (closed_at is null) = (outcome is null))
);

-- ── what people and machines are told ───────────────────────────────────────────────────────────────────────────────

-- notify: told of what happens. reviewer: asked what it thinks, by signed webhook. ticket: tells us of tickets.
create table endpoints (
  org_id uuid not null references organisations (id),
  id uuid not null,
  kind text not null constraint endpoints_kind check (kind in ('notify', 'reviewer', 'ticket')),
  name text not null,
  url text,
  format text not null default 'remit' constraint endpoints_format check (format in ('remit', 'slack')),
  secret_jwe text not null,
  config jsonb not null default '{}',
  status text not null default 'active' constraint endpoints_status check (status in ('active', 'disabled')),
  created_by text not null,
  created_at timestamptz not null,
  last_succeeded_at timestamptz,
  last_error text,
  primary key (org_id, id),
  constraint endpoints_name_unique unique (org_id, kind, name)
);

-- What is to be said, to a member by e-mail or to an endpoint. key: nobody is told the same thing twice. body never holds
-- the secret of a link; it is put in when the message leaves.
create table messages (
  org_id uuid not null references organisations (id),
  id uuid not null,
  key text not null,
  kind text not null,
  member_id uuid,
  endpoint_id uuid,
  address text not null,
  subject text not null,
  body jsonb not null,
  approval_id uuid,
  link_id uuid,
  status text not null constraint messages_status check (status in ('queued', 'sent', 'failed')),
  attempts smallint not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (org_id, id),
  constraint messages_key_unique unique (org_id, key),
  constraint messages_member_fkey foreign key (org_id, member_id) references members (org_id, id),
  constraint messages_endpoint_fkey foreign key (org_id, endpoint_id) references endpoints (org_id, id)
);
create index messages_waiting on messages (org_id, id) where status = 'queued';
create index messages_by_member on messages (org_id, member_id, id desc);

-- A link in a message: for one member, once, for a time. Its secret is an HMAC over its id, so that none is stored.
create table decision_links (
  org_id uuid not null,
  id uuid not null,
  approval_id uuid not null,
  member_id uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null,
  primary key (org_id, id),
  constraint decision_links_approval_fkey foreign key (org_id, approval_id) references approvals (org_id, id),
  constraint decision_links_member_fkey foreign key (org_id, member_id) references members (org_id, id)
);

-- ── what was asked before there were rules ──────────────────────────────────────────────────────────────────────────

update approvals a set tier = g.tier, risk = coalesce(g.breadth, 0),
  barred_identity_ids = array(select g.principal_id union select g.actor_id union select i.owner_id from identities i
    where i.org_id = g.org_id and i.id = g.actor_id and i.owner_id is not null)
from grants g where g.org_id = a.org_id
  and g.id = case a.subject_kind when 'grant' then a.subject_id when 'session' then (a.asked ->> 'grantId')::uuid end;

update approvals a set asked = jsonb_build_object('change', 'new', 'before', null, 'terms', jsonb_build_object(
  'targets', (select jsonb_agg(jsonb_build_object('systemId', t.system_id, 'resources', t.resources, 'tenants', to_jsonb(t.tenants),
      'permissions', to_jsonb(s.permissions)))
    from grant_targets t join permission_sets s on s.org_id = t.org_id and s.id = t.permission_set_id
    where t.org_id = g.org_id and t.grant_id = g.id),
  'windows', (select coalesce(jsonb_agg(jsonb_build_object('weekdays', to_jsonb(w.weekdays), 'startMinute', w.start_minute,
      'durationMinutes', w.duration_minutes, 'timeZone', w.time_zone) order by w.position), '[]')
    from grant_windows w where w.org_id = g.org_id and w.grant_id = g.id),
  'maxSessionTtlSeconds', g.max_session_ttl_seconds, 'startsAt', g.starts_at, 'expiresAt', g.expires_at, 'durationSeconds', null,
  'maxChainDepth', coalesce(g.max_chain_depth, 0), 'maxConcurrentSessions', g.max_concurrent_sessions,
  'requiresSessionApproval', g.requires_session_approval, 'requiresDpop', g.requires_dpop, 'idleTimeoutSeconds', g.idle_timeout_seconds))
from grants g where a.subject_kind = 'grant' and g.org_id = a.org_id and g.id = a.subject_id;
