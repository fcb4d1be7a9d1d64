-- Why: each use of a session counts in its row. Where its page has room for the new version, Postgres leaves all of the
-- table's indexes alone; where it has not, each of them is written. So every month keeps a fifth of its pages free.

create function leave_room(child text) returns void language plpgsql as $$
begin
  execute format('alter table %I set (fillfactor = 80)', child);
end $$;

select leave_room(inhrelid::regclass::text) from pg_inherits
where inhparent in ('delegated_sessions'::regclass, 'delegated_session_uses'::regclass, 'delegated_session_activity'::regclass, 'delegated_session_checks'::regclass);

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
        if tbl like 'delegated_session%' then perform leave_room(child); end if;
        made := made + 1;
      end if;
    end loop;
    month := (month + interval '1 month')::date;
  end loop;
  return made;
end $$;
