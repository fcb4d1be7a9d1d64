-- Why: each row of an inbox says what the two have today beside what is asked; who voted on a question is found by the key of its
-- votes, so that the index by absentee answers nothing any more.

create index grants_live_of_pair on grants (org_id, actor_id, principal_id, breadth) where status = 'active';
drop index approval_votes_in_place;
