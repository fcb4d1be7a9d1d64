-- A list as somebody wants to find it again: its filters, order and columns, as the address says them (`query`). A shared
-- one is seen by the whole organisation; only its author, or an admin, may delete it.
create table saved_views (
  org_id uuid not null references organisations (id),
  id uuid not null,
  member_id uuid not null,
  list text not null,
  name text not null constraint saved_views_name check (length(name) between 1 and 60),
  query text not null constraint saved_views_query check (length(query) between 1 and 2000),
  is_shared boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, id),
  constraint saved_views_member_fkey foreign key (org_id, member_id) references members (org_id, id)
);
create unique index saved_views_unique on saved_views (org_id, member_id, list, lower(name));
create index saved_views_shared on saved_views (org_id) where is_shared;
