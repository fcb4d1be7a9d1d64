-- Why: a session that was ended for lying idle has not run out yet, so status lists have to go on telling that it is not good;
-- this finds these few.
create index delegated_sessions_ended_idle on delegated_sessions (expires_at)
  where status_number is not null and status = 'expired' and ended_by = 'idle';
