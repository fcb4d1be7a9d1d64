/** What a token of the API may be made for. A token never does more than the member or service it belongs to. */
export const API_SCOPES = [
  'access:read',
  'audit:read',
  'requests:write',
  'approvals:decide',
  'access:revoke',
  'findings:write',
  'policies:write',
  'tickets:write',
  'break-glass',
  'views:write',
] as const
export type ApiScope = (typeof API_SCOPES)[number]
