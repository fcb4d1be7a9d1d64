-- Why: the list of delegated sessions can be ordered by unused share and by lifetime and shows what ended lately; at a
-- million rows each of these needs an index of its own, as breadth, end and last use have.
create index delegated_sessions_by_unused on delegated_sessions (org_id, unused_share desc nulls last, id desc);
create index delegated_sessions_by_lifetime on delegated_sessions (org_id, (expires_at - issued_at), id);
create index delegated_sessions_by_end on delegated_sessions (org_id, (coalesce(ended_at, expires_at)), id);
