-- Why: what is in force for a role is read by its name, and who holds a policy by the policy's, whatever the source; and
-- what is due to be measured is taken by its kind, which only byte order keeps together.
create index observed_facts_by_subject on observed_facts (org_id, subject);
create index observed_facts_by_facet on observed_facts (org_id, facet);
alter table entitlements_due alter column subject type text collate "C";
alter table entitlements_due drop constraint entitlements_due_org_id_fkey;
