-- Why: the core nouns of Remit, laid out so that later work adds tables and does not bend these.
-- Conventions: org_id first in every key; ids are UUIDv7; tables that grow without bound are range-partitioned by id
-- (which is by month); words are text with a named check; lives follow transition tables the database enforces.

-- ── who and where ───────────────────────────────────────────────────────────────────────────────────────────────────

create table organisations (
  id uuid primary key,
  slug text not null constraint organisations_slug_shape check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  time_zone text not null default 'UTC',
  limits jsonb,
  created_at timestamptz not null,
  constraint organisations_slug_unique unique (slug)
);

create table identities (
  org_id uuid not null references organisations (id),
  id uuid not null,
  kind text not null constraint identities_kind check (kind in ('human', 'team', 'service', 'workload', 'pipeline', 'agent')),
  name text not null,
  external_id text,
  email text,
  connector_id uuid,
  owner_id uuid,
  is_third_party boolean not null default false,
  attributes jsonb not null default '{}',
  status text not null default 'active' constraint identities_status check (status in ('active', 'suspended', 'departed')),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz,
  suspended_at timestamptz,
  departed_at timestamptz,
  created_at timestamptz not null,
  primary key (org_id, id),
  constraint identities_owner_fkey foreign key (org_id, owner_id) references identities (org_id, id),
  constraint identities_external_id_unique unique (org_id, external_id),
  constraint identities_departed_has_date check ((status = 'departed') = (departed_at is not null))
);
create index identities_by_name on identities (org_id, lower(name), id);
create index identities_by_owner on identities (org_id, owner_id);

create table members (
  org_id uuid not null references organisations (id),
  id uuid not null,
  issuer text,
  subject text,
  email text not null,
  name text not null,
  roles text[] not null constraint members_roles check (roles <@ array['reviewer', 'approver', 'manager', 'admin'] and cardinality(roles) > 0),
  identity_id uuid,
  joined_at timestamptz not null,
  deactivated_at timestamptz,
  primary key (org_id, id),
  constraint members_identity_fkey foreign key (org_id, identity_id) references identities (org_id, id),
  constraint members_email_unique unique (org_id, email)
);
create unique index members_by_subject on members (org_id, issuer, subject) where subject is not null;
create index members_by_email on members (email);

create table connectors (
  org_id uuid not null references organisations (id),
  id uuid not null,
  kind text not null,
  name text not null,
  status text not null default 'active' constraint connectors_status check (status in ('active', 'paused', 'failing')),
  can_revoke boolean not null default false,
  config jsonb not null default '{}',
  last_received_at timestamptz,
  last_error text,
  created_at timestamptz not null,
  primary key (org_id, id),
  constraint connectors_name_unique unique (org_id, kind, name)
);
alter table identities add constraint identities_connector_fkey foreign key (org_id, connector_id) references connectors (org_id, id);

create table systems (
  org_id uuid not null references organisations (id),
  id uuid not null,
  key text not null,
  name text not null,
  kind text not null constraint systems_kind check (kind in ('api', 'saas', 'cloud-account', 'database', 'cluster', 'other')),
  tier smallint not null constraint systems_tier check (tier between 1 and 3),
  environment text not null constraint systems_environment check (environment in ('production', 'staging', 'development', 'unknown')),
  resource_uri text,
  owner_id uuid,
  connector_id uuid,
  created_at timestamptz not null,
  primary key (org_id, id),
  constraint systems_key_unique unique (org_id, key),
  constraint systems_owner_fkey foreign key (org_id, owner_id) references identities (org_id, id),
  constraint systems_connector_fkey foreign key (org_id, connector_id) references connectors (org_id, id)
);

create table permissions (
  org_id uuid not null,
  system_id uuid not null,
  key text not null,
  title text,
  access_level text not null constraint permissions_access_level check (access_level in ('list', 'read', 'write', 'tagging', 'permissions-management', 'credentials')),
  categories text[] not null default '{}' constraint permissions_categories check (categories <@ array['credential-exposure', 'data-access', 'privilege-escalation', 'resource-exposure']),
  created_at timestamptz not null,
  primary key (org_id, system_id, key),
  constraint permissions_system_fkey foreign key (org_id, system_id) references systems (org_id, id)
);

-- A set of permissions is stored once however many grants and sessions hold it. Immutable: a changed set is another set.
create table permission_sets (
  org_id uuid not null references organisations (id),
  id uuid not null,
  digest text not null,
  permissions text[] not null,
  permission_count int not null,
  levels jsonb not null,
  categories jsonb not null,
  notes jsonb not null default '[]',
  created_at timestamptz not null,
  primary key (org_id, id),
  constraint permission_sets_digest_unique unique (org_id, digest)
);

-- ── standing permission ─────────────────────────────────────────────────────────────────────────────────────────────

create table grants (
  org_id uuid not null references organisations (id),
  id uuid not null,
  origin text not null constraint grants_origin check (origin in ('managed', 'observed')),
  connector_id uuid,
  external_id text,
  name text not null,
  principal_id uuid not null,
  actor_id uuid not null,
  owner_id uuid,
  requested_by_member_id uuid,
  status text not null constraint grants_status check (status in ('draft', 'pending', 'active', 'suspended', 'denied', 'expired', 'revoked')),
  purpose text,
  ticket text,
  max_session_ttl_seconds int constraint grants_ttl_positive check (max_session_ttl_seconds > 0),
  starts_at timestamptz not null,
  expires_at timestamptz,
  max_chain_depth smallint constraint grants_chain_depth check (max_chain_depth >= 0),
  max_concurrent_sessions int constraint grants_concurrency check (max_concurrent_sessions > 0),
  requires_session_approval boolean not null default false,
  permissions_known boolean not null default true,
  tier smallint not null default 2,
  breadth smallint constraint grants_breadth check (breadth between 0 and 100),
  used_breadth smallint,
  granted_weight double precision,
  used_weight double precision,
  granted_count int,
  used_count int,
  unused_share real,
  last_used_at timestamptz,
  trust jsonb,
  created_at timestamptz not null,
  decided_at timestamptz,
  suspended_at timestamptz,
  ended_at timestamptz,
  primary key (org_id, id),
  constraint grants_principal_fkey foreign key (org_id, principal_id) references identities (org_id, id),
  constraint grants_actor_fkey foreign key (org_id, actor_id) references identities (org_id, id),
  constraint grants_owner_fkey foreign key (org_id, owner_id) references identities (org_id, id),
  constraint grants_connector_fkey foreign key (org_id, connector_id) references connectors (org_id, id),
  constraint grants_requester_fkey foreign key (org_id, requested_by_member_id) references members (org_id, id),
  constraint grants_external_id_unique unique (org_id, external_id),
  constraint grants_ends_after_start check (expires_at is null or expires_at > starts_at),
  constraint grants_managed_is_bounded check (origin = 'observed' or max_session_ttl_seconds is not null)
);
create index grants_by_principal on grants (org_id, principal_id);
create index grants_by_actor on grants (org_id, actor_id);
create index grants_by_status on grants (org_id, status, id);

create table grant_targets (
  org_id uuid not null,
  grant_id uuid not null,
  system_id uuid not null,
  permission_set_id uuid,
  resources jsonb not null default '[]',
  tenants text[] not null default '{}',
  primary key (org_id, grant_id, system_id),
  constraint grant_targets_grant_fkey foreign key (org_id, grant_id) references grants (org_id, id),
  constraint grant_targets_system_fkey foreign key (org_id, system_id) references systems (org_id, id),
  constraint grant_targets_permission_set_fkey foreign key (org_id, permission_set_id) references permission_sets (org_id, id)
);
create index grant_targets_by_system on grant_targets (org_id, system_id);

create table grant_windows (
  org_id uuid not null,
  grant_id uuid not null,
  position smallint not null,
  weekdays smallint[] not null constraint grant_windows_weekdays check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7]::smallint[] and cardinality(weekdays) > 0),
  start_minute smallint not null constraint grant_windows_start check (start_minute between 0 and 1439),
  duration_minutes smallint not null constraint grant_windows_duration check (duration_minutes between 1 and 10080),
  time_zone text not null,
  primary key (org_id, grant_id, position),
  constraint grant_windows_grant_fkey foreign key (org_id, grant_id) references grants (org_id, id)
);

-- ── ending ──────────────────────────────────────────────────────────────────────────────────────────────────────────

create table revocations (
  org_id uuid not null references organisations (id),
  id uuid not null,
  scope text not null constraint revocations_scope check (scope in ('session', 'grant', 'identity', 'system')),
  scope_id uuid not null,
  requested_by_member_id uuid,
  requested_by text not null,
  reason text not null,
  finding_id uuid,
  status text not null constraint revocations_status check (status in ('in-progress', 'confirmed', 'lapsed')),
  requested_at timestamptz not null,
  may_work_until timestamptz,
  completed_at timestamptz,
  primary key (org_id, id),
  constraint revocations_requester_fkey foreign key (org_id, requested_by_member_id) references members (org_id, id)
);

-- ── delegated sessions: one bounded use of a grant, or one seen in the wild without a grant ─────────────────────────

create table delegated_sessions (
  org_id uuid not null references organisations (id),
  id uuid not null,
  origin text not null constraint delegated_sessions_origin check (origin in ('managed', 'observed')),
  connector_id uuid,
  external_id text,
  method text,
  name text,
  session_arn text,
  grant_id uuid,
  parent_id uuid,
  depth smallint not null default 0,
  principal_id uuid not null,
  actor_id uuid not null,
  system_id uuid not null,
  status text not null constraint delegated_sessions_status check (status in ('scheduled', 'active', 'locked', 'revoking', 'revoked', 'expired', 'completed')),
  issuance_seen boolean not null default true,
  issued_at timestamptz not null,
  starts_at timestamptz not null,
  expires_at timestamptz,
  expiry_known boolean not null default true,
  ended_at timestamptz,
  ended_by text,
  locked_until timestamptz,
  purpose text,
  ticket text,
  source_identity text,
  source_address text,
  tags jsonb not null default '{}',
  session_policy jsonb,
  permission_set_id uuid,
  tier smallint not null,
  breadth smallint constraint delegated_sessions_breadth check (breadth between 0 and 100),
  used_breadth smallint,
  breadth_limit smallint,
  is_over_limit boolean not null default false,
  granted_weight double precision,
  used_weight double precision,
  granted_count int,
  used_count int,
  unused_share real,
  allowed_count bigint not null default 0,
  denied_count bigint not null default 0,
  first_used_at timestamptz,
  last_used_at timestamptz,
  revocation_id uuid,
  token_sha256 bytea,
  created_at timestamptz not null,
  primary key (org_id, id),
  constraint delegated_sessions_grant_fkey foreign key (org_id, grant_id) references grants (org_id, id),
  constraint delegated_sessions_parent_fkey foreign key (org_id, parent_id) references delegated_sessions (org_id, id),
  constraint delegated_sessions_principal_fkey foreign key (org_id, principal_id) references identities (org_id, id),
  constraint delegated_sessions_actor_fkey foreign key (org_id, actor_id) references identities (org_id, id),
  constraint delegated_sessions_system_fkey foreign key (org_id, system_id) references systems (org_id, id),
  constraint delegated_sessions_connector_fkey foreign key (org_id, connector_id) references connectors (org_id, id),
  constraint delegated_sessions_permission_set_fkey foreign key (org_id, permission_set_id) references permission_sets (org_id, id),
  constraint delegated_sessions_revocation_fkey foreign key (org_id, revocation_id) references revocations (org_id, id),
  constraint delegated_sessions_not_own_parent check (parent_id is null or parent_id <> id)
) partition by range (id);
create index delegated_sessions_by_external_id on delegated_sessions (org_id, external_id);
create index delegated_sessions_by_session_arn on delegated_sessions (org_id, session_arn, issued_at);
create index delegated_sessions_by_grant on delegated_sessions (org_id, grant_id, id desc);
create index delegated_sessions_by_parent on delegated_sessions (org_id, parent_id) where parent_id is not null;
create index delegated_sessions_by_actor on delegated_sessions (org_id, actor_id, id desc);
create index delegated_sessions_by_principal on delegated_sessions (org_id, principal_id, id desc);
create index delegated_sessions_by_system on delegated_sessions (org_id, system_id, id desc);
create index delegated_sessions_by_revocation on delegated_sessions (org_id, revocation_id) where revocation_id is not null;
create index delegated_sessions_by_breadth on delegated_sessions (org_id, breadth desc nulls last, id desc);
create index delegated_sessions_by_expiry on delegated_sessions (org_id, expires_at, id);
create index delegated_sessions_open_by_expiry on delegated_sessions (org_id, expires_at, id) where status in ('scheduled', 'active', 'locked', 'revoking');
create index delegated_sessions_by_last_use on delegated_sessions (org_id, last_used_at desc nulls last, id desc);

create table delegated_session_uses (
  org_id uuid not null,
  session_id uuid not null,
  system_id uuid not null,
  permission text not null,
  is_known boolean not null default true,
  allowed_count bigint not null default 0,
  denied_count bigint not null default 0,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (org_id, session_id, system_id, permission),
  constraint delegated_session_uses_session_fkey foreign key (org_id, session_id) references delegated_sessions (org_id, id)
) partition by range (session_id);

-- Uses a minute: what the life strip draws and what "used after the revocation was ordered" is read from.
create table delegated_session_activity (
  org_id uuid not null,
  session_id uuid not null,
  minute timestamptz not null,
  allowed_count int not null default 0,
  denied_count int not null default 0,
  primary key (org_id, session_id, minute),
  constraint delegated_session_activity_session_fkey foreign key (org_id, session_id) references delegated_sessions (org_id, id)
) partition by range (session_id);

-- A refused request for a delegated session. An attempt, never a session.
create table delegation_attempts (
  org_id uuid not null references organisations (id),
  id uuid not null,
  at timestamptz not null,
  connector_id uuid,
  actor_id uuid,
  principal_id uuid,
  grant_id uuid,
  system_id uuid,
  parent_session_id uuid,
  requested jsonb not null default '{}',
  error_code text not null,
  error_message text,
  primary key (org_id, id),
  constraint delegation_attempts_actor_fkey foreign key (org_id, actor_id) references identities (org_id, id),
  constraint delegation_attempts_principal_fkey foreign key (org_id, principal_id) references identities (org_id, id)
) partition by range (id);
create index delegation_attempts_by_actor on delegation_attempts (org_id, actor_id, id desc);
create index delegation_attempts_by_principal on delegation_attempts (org_id, principal_id, id desc);

create table revocation_deliveries (
  org_id uuid not null,
  id uuid not null,
  revocation_id uuid not null,
  session_id uuid not null,
  hop text not null,
  channel text not null constraint revocation_deliveries_channel check (channel in ('record', 'push', 'pull', 'policy', 'none')),
  status text not null constraint revocation_deliveries_status check (status in ('pending', 'sent', 'confirmed', 'failed', 'impossible', 'expired')),
  connector_id uuid,
  attempts int not null default 0,
  last_error text,
  requested_at timestamptz not null,
  sent_at timestamptz,
  confirmed_at timestamptz,
  may_work_until timestamptz,
  primary key (org_id, id),
  constraint revocation_deliveries_revocation_fkey foreign key (org_id, revocation_id) references revocations (org_id, id),
  constraint revocation_deliveries_session_fkey foreign key (org_id, session_id) references delegated_sessions (org_id, id),
  constraint revocation_deliveries_connector_fkey foreign key (org_id, connector_id) references connectors (org_id, id),
  constraint revocation_deliveries_hop_unique unique (org_id, revocation_id, session_id, hop)
);
create index revocation_deliveries_by_session on revocation_deliveries (org_id, session_id);
create index revocation_deliveries_open on revocation_deliveries (org_id, status) where status in ('pending', 'sent', 'failed');

-- ── what is wrong ───────────────────────────────────────────────────────────────────────────────────────────────────

create table findings (
  org_id uuid not null references organisations (id),
  id uuid not null,
  detector text not null,
  subject_kind text not null constraint findings_subject_kind check (subject_kind in ('session', 'grant', 'identity', 'system')),
  subject_id uuid not null,
  system_id uuid,
  owner_id uuid,
  severity text not null constraint findings_severity check (severity in ('critical', 'high', 'medium', 'low', 'info')),
  status text not null constraint findings_status check (status in ('open', 'acknowledged', 'accepted', 'snoozed', 'resolved')),
  title text not null,
  evidence jsonb not null,
  controls jsonb not null default '{}',
  opened_at timestamptz not null,
  last_seen_at timestamptz not null,
  resolved_at timestamptz,
  status_until timestamptz,
  status_reason text,
  times_reopened int not null default 0,
  primary key (org_id, id),
  constraint findings_subject_unique unique (org_id, detector, subject_kind, subject_id),
  constraint findings_resolved_has_date check ((status = 'resolved') = (resolved_at is not null)),
  constraint findings_accepted_has_end check (status <> 'accepted' or status_until is not null)
);
create index findings_by_status on findings (org_id, status, id desc);
create index findings_by_subject on findings (org_id, subject_kind, subject_id);
create index findings_by_system on findings (org_id, system_id) where status <> 'resolved';

-- ── questions put to people ─────────────────────────────────────────────────────────────────────────────────────────

create table approvals (
  org_id uuid not null references organisations (id),
  id uuid not null,
  subject_kind text not null constraint approvals_subject_kind check (subject_kind in ('grant', 'session', 'policy', 'member')),
  subject_id uuid not null,
  status text not null constraint approvals_status check (status in ('pending', 'approved', 'denied', 'withdrawn', 'lapsed')),
  requested_by_member_id uuid,
  requested_by text not null,
  asked jsonb not null default '{}',
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz,
  primary key (org_id, id),
  constraint approvals_requester_fkey foreign key (org_id, requested_by_member_id) references members (org_id, id)
);
create index approvals_by_subject on approvals (org_id, subject_kind, subject_id);
create index approvals_by_status on approvals (org_id, status, id desc);

create table approval_stages (
  org_id uuid not null,
  approval_id uuid not null,
  position smallint not null,
  name text not null,
  required_votes smallint not null constraint approval_stages_votes check (required_votes > 0),
  eligible jsonb not null,
  primary key (org_id, approval_id, position),
  constraint approval_stages_approval_fkey foreign key (org_id, approval_id) references approvals (org_id, id)
);

create table approval_votes (
  org_id uuid not null,
  approval_id uuid not null,
  position smallint not null,
  member_id uuid not null,
  vote text not null constraint approval_votes_vote check (vote in ('approve', 'deny')),
  comment text,
  voted_at timestamptz not null,
  primary key (org_id, approval_id, position, member_id),
  constraint approval_votes_stage_fkey foreign key (org_id, approval_id, position) references approval_stages (org_id, approval_id, position),
  constraint approval_votes_member_fkey foreign key (org_id, member_id) references members (org_id, id)
);

-- ── what happened ───────────────────────────────────────────────────────────────────────────────────────────────────

create table audit_events (
  org_id uuid not null references organisations (id),
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null constraint audit_events_actor_kind check (actor_kind in ('member', 'system', 'client')),
  actor_id text not null,
  actor_name text not null,
  action text not null,
  subject_kind text not null,
  subject_id uuid not null,
  subject_name text,
  reason text,
  data jsonb not null default '{}',
  primary key (org_id, id)
) partition by range (id);
create index audit_events_by_subject on audit_events (org_id, subject_kind, subject_id, id desc);
create index audit_events_by_action on audit_events (org_id, action, id desc);
create index audit_events_by_actor on audit_events (org_id, actor_id, id desc);

-- ── what sources told us ────────────────────────────────────────────────────────────────────────────────────────────

-- One row an event ever ingested: the memory that makes ingest idempotent however files overlap.
create table ingested_events (
  org_id uuid not null references organisations (id),
  id uuid not null,
  primary key (org_id, id)
) partition by range (id);

create table ingest_runs (
  org_id uuid not null references organisations (id),
  id uuid not null,
  connector_id uuid not null,
  source text not null,
  started_by text not null,
  status text not null constraint ingest_runs_status check (status in ('running', 'completed', 'completed-with-errors', 'failed')),
  counts jsonb not null default '{}',
  problems jsonb not null default '[]',
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (org_id, id),
  constraint ingest_runs_connector_fkey foreign key (org_id, connector_id) references connectors (org_id, id)
);
create index ingest_runs_by_connector on ingest_runs (org_id, connector_id, id desc);

-- What a source said of something (a role's trust policy, an attached policy …) and when it began to be so.
create table observed_facts (
  org_id uuid not null,
  connector_id uuid not null,
  subject text not null,
  facet text not null,
  as_of timestamptz not null,
  event_id uuid not null,
  value jsonb,
  primary key (org_id, connector_id, subject, facet, as_of, event_id),
  constraint observed_facts_connector_fkey foreign key (org_id, connector_id) references connectors (org_id, id)
);

-- One row a day: what trends are drawn from, so that a page never counts a million rows.
create table exposure_snapshots (
  org_id uuid not null references organisations (id),
  taken_on date not null,
  taken_at timestamptz not null,
  figures jsonb not null,
  primary key (org_id, taken_on)
);

-- ── lives the database enforces ─────────────────────────────────────────────────────────────────────────────────────

create table status_transitions (
  noun text not null,
  from_status text not null,
  to_status text not null,
  primary key (noun, from_status, to_status)
);
insert into status_transitions (noun, from_status, to_status) values
  ('grant', 'draft', 'pending'), ('grant', 'draft', 'active'), ('grant', 'draft', 'denied'), ('grant', 'draft', 'revoked'),
  ('grant', 'pending', 'active'), ('grant', 'pending', 'denied'), ('grant', 'pending', 'expired'), ('grant', 'pending', 'revoked'),
  ('grant', 'active', 'suspended'), ('grant', 'active', 'expired'), ('grant', 'active', 'revoked'),
  ('grant', 'suspended', 'active'), ('grant', 'suspended', 'expired'), ('grant', 'suspended', 'revoked'),
  ('session', 'scheduled', 'active'), ('session', 'scheduled', 'locked'), ('session', 'scheduled', 'revoking'), ('session', 'scheduled', 'revoked'), ('session', 'scheduled', 'expired'),
  ('session', 'active', 'locked'), ('session', 'active', 'revoking'), ('session', 'active', 'revoked'), ('session', 'active', 'expired'), ('session', 'active', 'completed'),
  ('session', 'locked', 'active'), ('session', 'locked', 'revoking'), ('session', 'locked', 'revoked'), ('session', 'locked', 'expired'), ('session', 'locked', 'completed'),
  ('session', 'revoking', 'revoked'), ('session', 'revoking', 'expired'), ('session', 'revoking', 'completed'),
  ('finding', 'open', 'acknowledged'), ('finding', 'open', 'accepted'), ('finding', 'open', 'snoozed'), ('finding', 'open', 'resolved'),
  ('finding', 'acknowledged', 'open'), ('finding', 'acknowledged', 'accepted'), ('finding', 'acknowledged', 'snoozed'), ('finding', 'acknowledged', 'resolved'),
  ('finding', 'accepted', 'open'), ('finding', 'accepted', 'acknowledged'), ('finding', 'accepted', 'resolved'),
  ('finding', 'snoozed', 'open'), ('finding', 'snoozed', 'acknowledged'), ('finding', 'snoozed', 'accepted'), ('finding', 'snoozed', 'resolved'),
  ('finding', 'resolved', 'open'),
  ('approval', 'pending', 'approved'), ('approval', 'pending', 'denied'), ('approval', 'pending', 'withdrawn'), ('approval', 'pending', 'lapsed'),
  ('identity', 'active', 'suspended'), ('identity', 'active', 'departed'), ('identity', 'suspended', 'active'), ('identity', 'suspended', 'departed'),
  ('revocation', 'in-progress', 'confirmed'), ('revocation', 'in-progress', 'lapsed'),
  ('delivery', 'pending', 'sent'), ('delivery', 'pending', 'confirmed'), ('delivery', 'pending', 'failed'), ('delivery', 'pending', 'impossible'), ('delivery', 'pending', 'expired'),
  ('delivery', 'sent', 'confirmed'), ('delivery', 'sent', 'failed'), ('delivery', 'sent', 'expired'),
  ('delivery', 'failed', 'sent'), ('delivery', 'failed', 'confirmed'), ('delivery', 'failed', 'expired'),
  ('delivery', 'impossible', 'expired'), ('delivery', 'impossible', 'confirmed');

create function enforce_status_transition() returns trigger language plpgsql as $$
begin
  if not exists (select from status_transitions t where t.noun = tg_argv[0] and t.from_status = old.status and t.to_status = new.status) then
    raise exception 'a % cannot go from % to %', tg_argv[0], old.status, new.status
      using errcode = 'check_violation', constraint = tg_argv[0] || '_status_transition';
  end if;
  return new;
end $$;

create trigger grants_life before update of status on grants for each row when (old.status is distinct from new.status) execute function enforce_status_transition('grant');
create trigger delegated_sessions_life before update of status on delegated_sessions for each row when (old.status is distinct from new.status) execute function enforce_status_transition('session');
create trigger findings_life before update of status on findings for each row when (old.status is distinct from new.status) execute function enforce_status_transition('finding');
create trigger approvals_life before update of status on approvals for each row when (old.status is distinct from new.status) execute function enforce_status_transition('approval');
create trigger identities_life before update of status on identities for each row when (old.status is distinct from new.status) execute function enforce_status_transition('identity');
create trigger revocations_life before update of status on revocations for each row when (old.status is distinct from new.status) execute function enforce_status_transition('revocation');
create trigger revocation_deliveries_life before update of status on revocation_deliveries for each row when (old.status is distinct from new.status) execute function enforce_status_transition('delivery');

-- Immutable columns: named as trigger arguments.
create function refuse_column_change() returns trigger language plpgsql as $$
declare
  before jsonb := to_jsonb(old);
  after jsonb := to_jsonb(new);
  col text;
begin
  foreach col in array tg_argv loop
    if before -> col is distinct from after -> col then
      raise exception '%.% cannot change', tg_table_name, col using errcode = 'check_violation', constraint = tg_table_name || '_immutable';
    end if;
  end loop;
  return new;
end $$;

create trigger grants_immutable before update of org_id, id, origin, principal_id, actor_id, created_at on grants
  for each row execute function refuse_column_change('org_id', 'id', 'origin', 'principal_id', 'actor_id', 'created_at');
create trigger identities_immutable before update of org_id, id, created_at on identities
  for each row execute function refuse_column_change('org_id', 'id', 'created_at');
create trigger permission_sets_immutable before update on permission_sets
  for each row execute function refuse_column_change('org_id', 'id', 'digest', 'permissions', 'permission_count', 'levels', 'categories');
create trigger revocations_immutable before update of org_id, id, scope, scope_id, requested_at, reason, requested_by on revocations
  for each row execute function refuse_column_change('org_id', 'id', 'scope', 'scope_id', 'requested_at', 'reason', 'requested_by');

-- A managed session is fixed at issuance: who, for whom, under what, and it never gets longer.
-- An observed one may be completed by a record that arrives later, but its issuance, once seen, stands.
create function protect_delegated_session() returns trigger language plpgsql as $$
begin
  if new.org_id <> old.org_id or new.id <> old.id or new.origin <> old.origin or new.created_at <> old.created_at then
    raise exception 'delegated_sessions: identity of a session cannot change' using errcode = 'check_violation', constraint = 'delegated_sessions_immutable';
  end if;
  if old.origin = 'managed' and (
    new.principal_id <> old.principal_id or new.actor_id <> old.actor_id or new.issued_at <> old.issued_at
    or new.grant_id is distinct from old.grant_id or new.parent_id is distinct from old.parent_id
    or new.token_sha256 is distinct from old.token_sha256
    or new.expires_at > old.expires_at or (new.expires_at is null and old.expires_at is not null)
  ) then
    raise exception 'delegated_sessions: a managed session is fixed at issuance' using errcode = 'check_violation', constraint = 'delegated_sessions_immutable';
  end if;
  if old.origin = 'observed' and old.issuance_seen and (
    new.issued_at <> old.issued_at or not new.issuance_seen or (old.expires_at is not null and new.expires_at is distinct from old.expires_at)
  ) then
    raise exception 'delegated_sessions: an issuance that was seen stands' using errcode = 'check_violation', constraint = 'delegated_sessions_immutable';
  end if;
  return new;
end $$;
create trigger delegated_sessions_immutable before update of org_id, id, origin, created_at, principal_id, actor_id, issued_at, issuance_seen, expires_at, grant_id, parent_id, token_sha256
  on delegated_sessions for each row execute function protect_delegated_session();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'check_violation', constraint = tg_table_name || '_append_only';
end $$;
create trigger audit_events_append_only before update or delete on audit_events for each row execute function refuse_change();
create trigger audit_events_no_truncate before truncate on audit_events for each statement execute function refuse_change();
create trigger approval_votes_append_only before update or delete on approval_votes for each row execute function refuse_change();
create trigger observed_facts_append_only before update or delete on observed_facts for each row execute function refuse_change();

-- Who was ever there stays there: nouns with a history are ended, not deleted.
create trigger delegated_sessions_no_delete before delete on delegated_sessions for each row execute function refuse_change();
create trigger grants_no_delete before delete on grants for each row execute function refuse_change();
create trigger findings_no_delete before delete on findings for each row execute function refuse_change();
create trigger revocations_no_delete before delete on revocations for each row execute function refuse_change();

-- ── partitions: one a month, by the time inside the UUIDv7 ──────────────────────────────────────────────────────────

create function uuid_floor(at timestamptz) returns uuid language sql immutable strict as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

create function ensure_partitions(from_month date, to_month date) returns int language plpgsql as $$
declare
  tables constant text[] := array['delegated_sessions', 'delegated_session_uses', 'delegated_session_activity', 'delegation_attempts', 'audit_events', 'ingested_events'];
  tbl text;
  month date := date_trunc('month', from_month)::date;
  child text;
  made int := 0;
begin
  perform pg_advisory_xact_lock(hashtext('remit.ensure_partitions'));
  while month <= to_month loop
    foreach tbl in array tables loop
      child := tbl || '_' || to_char(month, 'YYYYMM');
      if to_regclass(child) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)', child, tbl,
          uuid_floor(month::timestamp at time zone 'UTC'), uuid_floor((month + interval '1 month') at time zone 'UTC'));
        made := made + 1;
      end if;
    end loop;
    month := (month + interval '1 month')::date;
  end loop;
  return made;
end $$;
