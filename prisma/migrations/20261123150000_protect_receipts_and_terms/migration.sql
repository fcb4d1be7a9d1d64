-- Why: a receipt proves nothing if its hops can be deleted, a log is not append-only if one month of it can be emptied, and
-- a managed session is not fixed at issuance if its system or its permissions can be exchanged.

create trigger revocation_deliveries_no_delete before delete on revocation_deliveries for each row execute function refuse_change();

create trigger delegated_sessions_no_truncate before truncate on delegated_sessions for each statement execute function refuse_change();
create trigger grants_no_truncate before truncate on grants for each statement execute function refuse_change();
create trigger findings_no_truncate before truncate on findings for each statement execute function refuse_change();
create trigger revocations_no_truncate before truncate on revocations for each statement execute function refuse_change();
create trigger revocation_deliveries_no_truncate before truncate on revocation_deliveries for each statement execute function refuse_change();
create trigger approval_votes_no_truncate before truncate on approval_votes for each statement execute function refuse_change();
create trigger observed_facts_no_truncate before truncate on observed_facts for each statement execute function refuse_change();

create function protect_managed_terms() returns trigger language plpgsql as $$
begin
  raise exception 'delegated_sessions: a managed session is fixed at issuance' using errcode = 'check_violation', constraint = 'delegated_sessions_immutable';
end $$;
create trigger delegated_sessions_managed_terms before update of system_id, permission_set_id, starts_at on delegated_sessions for each row
  when (old.origin = 'managed' and (new.system_id <> old.system_id or new.permission_set_id is distinct from old.permission_set_id or new.starts_at <> old.starts_at))
  execute function protect_managed_terms();

-- Statement triggers of a partitioned table are not inherited: each month of the log gets its own.
create function protect_month(child text) returns void language plpgsql as $$
begin
  execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', child || '_no_truncate', child);
end $$;

select protect_month(inhrelid::regclass::text) from pg_inherits where inhparent = 'audit_events'::regclass;

create or replace function ensure_partitions(from_month date, to_month date) returns int language plpgsql as $$
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
        if tbl = 'audit_events' then perform protect_month(child); end if;
        made := made + 1;
      end if;
    end loop;
    month := (month + interval '1 month')::date;
  end loop;
  return made;
end $$;
