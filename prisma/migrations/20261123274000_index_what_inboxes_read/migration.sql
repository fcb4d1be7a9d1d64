-- Why: inboxes are read by urgency (bands of risk, then the deadline), and looked through for who voted in whose place; with ten
-- thousand questions that wait, both are asked with every page.

create index approvals_by_urgency on approvals
  (org_id, (((3 - least(3, risk / 25)) * 1e10 + extract(epoch from (expires_at - timestamptz '2000-01-01 00:00:00+00')))::float8), id)
  where status = 'pending';
create index approval_votes_in_place on approval_votes (org_id, on_behalf_of_member_id) where on_behalf_of_member_id is not null;
