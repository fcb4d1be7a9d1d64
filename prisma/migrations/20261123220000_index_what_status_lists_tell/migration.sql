-- Why: status lists are built from the database every few seconds; what they tell of are the few tokens that have not run
-- out and are not good any more, which this finds without looking at the many that are.
create index delegated_sessions_told_by_lists on delegated_sessions (expires_at)
  where status_number is not null and status in ('locked', 'revoked', 'completed');
