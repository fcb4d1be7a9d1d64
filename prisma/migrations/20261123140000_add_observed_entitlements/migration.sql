-- Why: what an ingest touched is measured after its records are in; were it remembered only in the process, a killed one
-- would leave sessions that nobody ever measures. And the tags of a session that go on along a chain are its provenance.
create table entitlements_due (
  org_id uuid not null references organisations (id),
  subject text not null,
  primary key (org_id, subject)
);

alter table delegated_sessions add column transitive_tag_keys text[] not null default '{}';

-- A role that is deleted has departed; made again under its name, it is back.
insert into status_transitions (noun, from_status, to_status) values ('identity', 'departed', 'active');
