-- Why: the worst of tens of thousands of findings are read first, and they are counted by severity and by system on every Overview.
create index findings_by_severity on findings
  (org_id, status, (array_position(array['info', 'low', 'medium', 'high', 'critical'], severity)::float8), id) include (severity);
create index findings_open_by_system on findings (org_id, system_id, severity) where status in ('open', 'acknowledged');
