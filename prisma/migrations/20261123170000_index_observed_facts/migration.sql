-- Why: what is in force for a role is read by its name, and who holds a policy by the policy's, whatever the source.
create index observed_facts_by_subject on observed_facts (org_id, subject);
create index observed_facts_by_facet on observed_facts (org_id, facet);
