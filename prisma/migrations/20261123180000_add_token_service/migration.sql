-- Why: a grant that nothing enforces is a row in a table. Remit issues the sessions itself: who may ask (clients), whose word
-- about an identity it takes (trusted issuers), what it signs with, and what each session's token said.

-- ── whose tokens are believed ────────────────────────────────────────────────────────────────────────────────────────

create table trusted_issuers (
  org_id uuid not null references organisations (id),
  id uuid not null,
  issuer text not null,
  name text not null,
  jwks_uri text,
  jwks jsonb,
  audiences text[] not null default '{}',
  identify_by text not null default 'sub' constraint trusted_issuers_identify_by check (identify_by in ('sub', 'email')),
  status text not null default 'active' constraint trusted_issuers_status check (status in ('active', 'disabled')),
  created_at timestamptz not null,
  primary key (org_id, id),
  constraint trusted_issuers_issuer_unique unique (org_id, issuer)
);

-- Who a subject of that issuer is here.
create table identity_subjects (
  org_id uuid not null,
  issuer_id uuid not null,
  subject text not null,
  identity_id uuid not null,
  created_at timestamptz not null,
  primary key (org_id, issuer_id, subject),
  constraint identity_subjects_issuer_fkey foreign key (org_id, issuer_id) references trusted_issuers (org_id, id),
  constraint identity_subjects_identity_fkey foreign key (org_id, identity_id) references identities (org_id, id)
);
create index identity_subjects_by_identity on identity_subjects (org_id, identity_id);

-- ── who may ask ─────────────────────────────────────────────────────────────────────────────────────────────────────

create table clients (
  org_id uuid not null references organisations (id),
  id uuid not null,
  identity_id uuid not null,
  name text not null,
  status text not null default 'active' constraint clients_status check (status in ('active', 'disabled')),
  auth_methods text[] not null,
  jwks jsonb,
  jwks_uri text,
  scopes text[] not null default '{}',
  signing_alg text not null default 'ES256' constraint clients_signing_alg check (signing_alg in ('ES256', 'RS256')),
  requires_dpop boolean not null default false,
  requests_per_minute int constraint clients_rate check (requests_per_minute > 0),
  created_by text not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  last_used_at timestamptz,
  primary key (org_id, id),
  constraint clients_identity_fkey foreign key (org_id, identity_id) references identities (org_id, id),
  constraint clients_disabled_has_date check ((status = 'disabled') = (disabled_at is not null))
);
-- A client id is all that a first call brings.
create unique index clients_id_unique on clients (id);
create index clients_by_identity on clients (org_id, identity_id);

-- The systems in front of which a client stands as resource server: tokens meant for these it may ask about.
create table client_systems (
  org_id uuid not null,
  client_id uuid not null,
  system_id uuid not null,
  primary key (org_id, client_id, system_id),
  constraint client_systems_client_fkey foreign key (org_id, client_id) references clients (org_id, id),
  constraint client_systems_system_fkey foreign key (org_id, system_id) references systems (org_id, id)
);
create index client_systems_by_system on client_systems (org_id, system_id);

create table client_secrets (
  org_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  sha256 bytea not null,
  hint text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (org_id, id),
  constraint client_secrets_client_fkey foreign key (org_id, client_id) references clients (org_id, id)
);
create index client_secrets_by_client on client_secrets (org_id, client_id);

-- Workload federation: an ID token of this issuer, for this audience, with these claims, is the client.
create table client_federations (
  org_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  issuer_id uuid not null,
  audience text not null,
  conditions jsonb not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  constraint client_federations_client_fkey foreign key (org_id, client_id) references clients (org_id, id),
  constraint client_federations_issuer_fkey foreign key (org_id, issuer_id) references trusted_issuers (org_id, id),
  constraint client_federations_unique unique (org_id, client_id, issuer_id, audience)
);

-- Assertions and DPoP proofs that were used, until they would be too old anyway.
create table used_proofs (
  key bytea primary key,
  expires_at timestamptz not null
);
create index used_proofs_by_end on used_proofs (expires_at);

-- ── what Remit signs with: one installation, one issuer ─────────────────────────────────────────────────────────────

create table signing_keys (
  id uuid primary key,
  kid text not null constraint signing_keys_kid_unique unique,
  alg text not null constraint signing_keys_alg check (alg in ('ES256', 'RS256')),
  status text not null constraint signing_keys_status check (status in ('next', 'current', 'previous', 'retired')),
  public_jwk jsonb not null,
  private_jwe text,
  created_at timestamptz not null,
  activated_at timestamptz,
  superseded_at timestamptz,
  retired_at timestamptz,
  constraint signing_keys_retired_has_no_secret check ((status = 'retired') = (private_jwe is null))
);
create unique index signing_keys_one_current on signing_keys (alg) where status = 'current';
create unique index signing_keys_one_next on signing_keys (alg) where status = 'next';

insert into status_transitions (noun, from_status, to_status) values
  ('signing-key', 'next', 'current'), ('signing-key', 'current', 'previous'), ('signing-key', 'previous', 'retired');
create trigger signing_keys_life before update of status on signing_keys for each row when (old.status is distinct from new.status) execute function enforce_status_transition('signing-key');

-- ── grants: how a session proves its key, and how long it may lie idle ──────────────────────────────────────────────

alter table grants add column requires_dpop boolean not null default false;
alter table grants add column idle_timeout_seconds int constraint grants_idle_timeout check (idle_timeout_seconds >= 60);

-- ── sessions: what their token said ─────────────────────────────────────────────────────────────────────────────────

alter table delegated_sessions add column client_id uuid;
alter table delegated_sessions add column other_system_ids uuid[] not null default '{}';
alter table delegated_sessions add column token_claims jsonb;
alter table delegated_sessions add column token_kid text;
alter table delegated_sessions add column status_number bigint;
alter table delegated_sessions add column idle_timeout_seconds int;
alter table delegated_sessions add constraint delegated_sessions_client_fkey foreign key (org_id, client_id) references clients (org_id, id);
create index delegated_sessions_by_client on delegated_sessions (org_id, client_id, id desc) where client_id is not null;
create index delegated_sessions_by_status_number on delegated_sessions (status_number) where status_number is not null;
create index delegated_sessions_that_may_idle on delegated_sessions (org_id, id) where idle_timeout_seconds is not null and status in ('active', 'locked');

create trigger delegated_sessions_token_terms before update of client_id, other_system_ids, token_claims, token_kid, status_number, idle_timeout_seconds on delegated_sessions
  for each row when (old.origin = 'managed') execute function refuse_column_change('client_id', 'other_system_ids', 'token_claims', 'token_kid', 'status_number', 'idle_timeout_seconds');

-- Positions in status lists. A number is never given twice, whatever rolls back: an instance takes 256 at a time.
create sequence status_numbers minvalue 0 start 0 increment by 256;

-- Which enforcement point asked about a session, and when.
create table delegated_session_checks (
  org_id uuid not null,
  session_id uuid not null,
  client_id uuid not null,
  active_count bigint not null default 0,
  inactive_count bigint not null default 0,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (org_id, session_id, client_id)
) partition by range (session_id);

create or replace function ensure_partitions(from_month date, to_month date) returns int language plpgsql as $$
declare
  tables constant text[] := array['delegated_sessions', 'delegated_session_uses', 'delegated_session_activity', 'delegated_session_checks', 'delegation_attempts', 'audit_events', 'ingested_events'];
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
        if tbl = 'audit_events' then perform protect_month(child); end if;
        made := made + 1;
      end if;
    end loop;
    month := (month + interval '1 month')::date;
  end loop;
  return made;
end $$;

select ensure_partitions(to_date(m.month, 'YYYYMM'), to_date(m.month, 'YYYYMM'))
from (select distinct right(inhrelid::regclass::text, 6) as month from pg_inherits where inhparent = 'delegated_sessions'::regclass) m;

-- ── attempts and session requests know their client ─────────────────────────────────────────────────────────────────

alter table delegation_attempts add column client_id uuid;
alter table approvals add column client_id uuid;
alter table approvals add column last_polled_at timestamptz;
