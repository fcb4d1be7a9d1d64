-- Why: whoever was told of a question is looked up each time it moves, among all messages there ever were.
create index messages_by_approval on messages (org_id, approval_id) where approval_id is not null;
create index consents_by_approval on consents (org_id, approval_id) where approval_id is not null;
