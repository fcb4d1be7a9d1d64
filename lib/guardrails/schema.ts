/** What guardrails can speak of, as a Cedar schema. It stays as it is: attributes are added, none is renamed or removed. */
export const GUARDRAIL_SCHEMA = `// A human or non-human that acts, or for which is acted. Its id is the public one: Identity::"idn_…".
// kind: human, team, service, workload, pipeline, agent. groups: of the member it is, by name.
entity Identity = {
  kind: String,
  name: String,
  isThirdParty: Bool,
  groups: Set<String>,
};

// What is accessed. Its id is its key: System::"ticketing". tier 1 is the most critical.
// environment: production, staging, development, unknown. kind: api, saas, cloud-account, database, cluster, other.
entity System = {
  key: String,
  name: String,
  tier: Long,
  environment: String,
  kind: String,
};

// Asked once for each system: permissions, accessLevels, tenants and resources are those on that system.
// accessLevels: list, read, write, tagging, permissions-management, credentials. breadth: 0 to 100, of the whole.
// An empty set of tenants or resources means: not limited to any. weekday 1 is Monday, on the organisation's clock.
type Access = {
  actor: Identity,
  permissions: Set<String>,
  accessLevels: Set<String>,
  breadth: Long,
  ttlSeconds: Long,
  isPermanent: Bool,
  chainDepth: Long,
  tenants: Set<String>,
  resources: Set<String>,
  requester?: { kind: String, name: String, groups: Set<String> },
  ticket?: String,
  purpose?: String,
  hour: Long,
  weekday: Long,
};

// principal: on whose behalf. request: a grant is asked for. issue: the token service gives a session.
// observe: a session of another issuer was seen. breakGlass: emergency access.
action request, issue, observe, breakGlass appliesTo {
  principal: Identity,
  resource: System,
  context: Access,
};
`
