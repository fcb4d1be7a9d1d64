import type { z } from 'zod'
import type { registerIdentityInput } from '@/lib/commands/register-identity'
import type { permissionInput, registerSystemInput } from '@/lib/commands/register-system'

type Identity = Omit<z.input<typeof registerIdentityInput>, 'ownerId'> & { owner?: string }
type System = Omit<z.input<typeof registerSystemInput>, 'ownerId' | 'key'> & { owner: string }
type PermissionInput = z.input<typeof permissionInput>

/** People and teams first: whoever owns must be known before what is owned. */
export const IDENTITIES: Identity[] = [
  { kind: 'team', name: 'Support' },
  { kind: 'team', name: 'Payments' },
  { kind: 'team', name: 'Data platform' },
  { kind: 'team', name: 'People systems' },
  { kind: 'human', name: 'Ines Duarte', email: 'ines@example.com' },
  { kind: 'human', name: 'Nora Feld', email: 'nora@example.com' },
  { kind: 'human', name: 'Tomás Rey', email: 'tomas@example.com' },
  { kind: 'human', name: 'Kofi Mensah', email: 'kofi@example.com' },
  { kind: 'human', name: 'Petra Vogel', email: 'petra@example.com' },
  { kind: 'human', name: 'Lars Holm', email: 'lars@example.com' },
  { kind: 'human', name: 'Amal Haddad', email: 'amal@example.com' },
  { kind: 'human', name: 'Mats Lindqvist', email: 'mats@example.com' },
  { kind: 'agent', name: 'digest-agent', owner: 'Mats Lindqvist' },
  { kind: 'agent', name: 'support-agent', owner: 'Support' },
  { kind: 'agent', name: 'refund-agent', owner: 'Payments' },
  { kind: 'pipeline', name: 'deploy-pipeline', owner: 'Tomás Rey' },
  { kind: 'pipeline', name: 'image-builder', owner: 'Tomás Rey' },
  { kind: 'service', name: 'warehouse-loader', owner: 'Data platform' },
  { kind: 'service', name: 'mail-notifier', owner: 'Support' },
  { kind: 'workload', name: 'fraud-scorer', owner: 'Payments' },
  { kind: 'workload', name: 'backup-runner', owner: 'Tomás Rey' },
  { kind: 'agent', name: 'reset-bot', owner: 'Support' },
  { kind: 'service', name: 'partner-feed', owner: 'Data platform', isThirdParty: true },
  { kind: 'agent', name: 'entitlement-sync', owner: 'People systems' },
  { kind: 'agent', name: 'directory-writer', owner: 'People systems' },
  { kind: 'service', name: 'report-builder' },
  { kind: 'service', name: 'ledger-export', owner: 'Lars Holm' },
  { kind: 'service', name: 'directory-mirror', owner: 'People systems' },
  { kind: 'pipeline', name: 'legacy-deploy', owner: 'Petra Vogel' },
  { kind: 'workload', name: 'nightly-verify', owner: 'Data platform' },
  { kind: 'agent', name: 'cluster-janitor', owner: 'Tomás Rey' },
]

/** A permission of one's own making: level by verb, risk by what it opens. */
function permission(
  key: string,
  accessLevel: PermissionInput['accessLevel'],
  ...categories: NonNullable<PermissionInput['categories']>
): PermissionInput {
  return { key, accessLevel, categories }
}

/** What every noun of an ordinary API lets one do. */
function crud(noun: string): PermissionInput[] {
  return [
    permission(`${noun}:list`, 'list'),
    permission(`${noun}:read`, 'read'),
    permission(`${noun}:create`, 'write'),
    permission(`${noun}:update`, 'write'),
    permission(`${noun}:delete`, 'write'),
  ]
}

export const SYSTEMS: Record<string, System> = {
  'payments-core': {
    name: 'payments-core',
    kind: 'api',
    tier: 1,
    environment: 'production',
    owner: 'Payments',
    resourceUri: 'https://payments.example.com',
    permissions: [
      ...crud('payment'),
      ...crud('refund'),
      permission('payout:release', 'write', 'resource-exposure'),
      permission('ledger:export', 'read', 'data-access'),
      permission('signing-key:read', 'credentials', 'credential-exposure'),
    ],
  },
  'identity-directory': {
    name: 'identity-directory',
    kind: 'api',
    tier: 1,
    environment: 'production',
    owner: 'People systems',
    resourceUri: 'https://directory.example.com',
    permissions: [
      ...crud('user'),
      ...crud('group'),
      permission('group-membership:write', 'permissions-management'),
      permission('role:assign', 'permissions-management', 'privilege-escalation'),
      permission('entitlement:read', 'read'),
      permission('entitlement:write', 'permissions-management', 'privilege-escalation'),
      permission('credential:reset', 'credentials', 'credential-exposure'),
    ],
  },
  'prod-cluster-eu': {
    name: 'prod-cluster-eu',
    kind: 'cluster',
    tier: 1,
    environment: 'production',
    owner: 'Tomás Rey',
    resourceUri: 'https://cluster-eu.example.com',
    permissions: [
      ...crud('deployment'),
      ...crud('config'),
      permission('secret:read', 'credentials', 'credential-exposure'),
      permission('pod:exec', 'write', 'privilege-escalation'),
      permission('role-binding:write', 'permissions-management', 'privilege-escalation'),
    ],
  },
  ticketing: {
    name: 'ticketing',
    kind: 'saas',
    tier: 2,
    environment: 'production',
    owner: 'Support',
    resourceUri: 'https://tickets.example.com',
    permissions: [
      ...crud('case'),
      ...crud('note'),
      permission('customer:read', 'read', 'data-access'),
      permission('entitlement:write', 'permissions-management'),
    ],
  },
  'data-warehouse': {
    name: 'data-warehouse',
    kind: 'database',
    tier: 2,
    environment: 'production',
    owner: 'Data platform',
    resourceUri: 'https://warehouse.example.com',
    permissions: [
      ...crud('table'),
      ...crud('report'),
      permission('table:export', 'read', 'data-access'),
      permission('share:create', 'permissions-management', 'resource-exposure'),
      permission('access-key:create', 'credentials', 'credential-exposure'),
    ],
  },
  'object-store': {
    name: 'object-store',
    kind: 'api',
    tier: 2,
    environment: 'production',
    owner: 'Data platform',
    resourceUri: 'https://objects.example.com',
    permissions: [
      ...crud('object'),
      permission('bucket:list', 'list'),
      permission('bucket-policy:write', 'permissions-management', 'resource-exposure'),
    ],
  },
  'mail-relay': {
    name: 'mail-relay',
    kind: 'api',
    tier: 3,
    environment: 'production',
    owner: 'Support',
    resourceUri: 'https://mail.example.com',
    permissions: [
      permission('template:read', 'read'),
      permission('message:send', 'write'),
      permission('message:list', 'list'),
    ],
  },
  'build-farm': {
    name: 'build-farm',
    kind: 'cluster',
    tier: 3,
    environment: 'development',
    owner: 'Tomás Rey',
    resourceUri: 'https://builds.example.com',
    permissions: [...crud('build'), ...crud('image'), permission('runner:register', 'credentials')],
  },
}
