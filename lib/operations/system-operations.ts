import { z } from 'zod'
import { ENVIRONMENTS, SYSTEM_KINDS } from '@/lib/domain/identity'
import { ACCESS_LEVELS } from '@/lib/domain/permission'
import { SYSTEM_SORTS, SYSTEM_VIEWS, systemListInput } from '@/lib/domain/system-filter'
import { type Operation, operation } from '@/lib/operations/operation'
import { findingCounts, owner, pageOf, paging, sortBy, tier, toAddress, toItems } from '@/lib/operations/shapes'
import { getSystem } from '@/lib/queries/get-system'
import { listSystems } from '@/lib/queries/list-systems'

const columns = {
  id: z.string(),
  name: z.string(),
  kind: z.enum(SYSTEM_KINDS),
  tier,
  environment: z.enum(ENVIRONMENTS),
  owner: owner.nullable(),
}
const systemRow = z
  .object({
    ...columns,
    sessions: z.number().int().describe('Live ones.'),
    overLimit: z.number().int(),
    breadthMedian: z.number().nullable(),
    breadthP95: z.number().nullable(),
    unusedShare: z.number().nullable(),
    medianLifetimeSeconds: z.number().nullable(),
    unowned: z.number().int(),
    revocationSeconds: z.number().nullable().describe('The median from order to confirmation.'),
    canRevoke: z.boolean(),
    findings: findingCounts,
  })
  .meta({ id: 'System' })
const permission = z.object({
  key: z.string(),
  title: z.string().nullable(),
  accessLevel: z.enum(ACCESS_LEVELS),
  categories: z.array(z.string()),
})
const systemDetail = z
  .object({
    ...columns,
    resourceUri: z.string().nullable().describe('Its resource at the token service (RFC 8707).'),
    source: z.string().nullable(),
    permissionCount: z.number().int(),
    permissions: z.array(permission).describe('What it lets one do, the heaviest first: the first hundred.'),
  })
  .meta({ id: 'SystemDetail' })

const list = operation({
  id: 'systems.list',
  method: 'GET',
  path: '/systems',
  scope: 'access:read',
  summary: 'List systems',
  description: 'What is accessed, with what is live on it.',
  forAgents: true,
  input: z.object({
    view: z.enum(SYSTEM_VIEWS).default('all'),
    tier: z.array(tier).optional(),
    environment: z.array(z.enum(ENVIRONMENTS)).optional(),
    q: z.string().max(200).optional().describe('Only those whose names hold these words.'),
    sort: sortBy(SYSTEM_SORTS, '-overLimit'),
    ...paging,
  }),
  output: pageOf(systemRow),
  run: async (ctx, input) => toItems(await listSystems(ctx, systemListInput.parse(toAddress(input)))),
})

const get = operation({
  id: 'systems.get',
  method: 'GET',
  path: '/systems/{systemId}',
  scope: 'access:read',
  summary: 'Show a system',
  description: 'One system and the permissions that can be asked for on it.',
  forAgents: true,
  input: z.object({ systemId: z.string().describe('A system, sys_….') }),
  output: systemDetail,
  run: async (ctx, input) => {
    const { permissions, ...system } = await getSystem(ctx, input.systemId)
    return { ...system, permissionCount: permissions.total, permissions: permissions.heaviest }
  },
})

/** What is accessed. */
export const systemOperations: readonly Operation[] = [list, get]
