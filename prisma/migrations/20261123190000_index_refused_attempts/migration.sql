-- Why: a grant and a session show what was refused under them, and an actor that keeps asking makes many attempts.
create index delegation_attempts_by_grant on delegation_attempts (org_id, grant_id, id desc) where grant_id is not null;
create index delegation_attempts_by_parent on delegation_attempts (org_id, parent_session_id, id desc) where parent_session_id is not null;
