import { z } from 'zod'
import { IDENTITY_KINDS } from '@/lib/domain/identity'
import { IDENTITY_SORTS, IDENTITY_VIEWS, identityListInput } from '@/lib/domain/identity-filter'
import { type Operation, operation } from '@/lib/operations/operation'
import {
  findingCounts,
  moment,
  owner,
  ownerFilter,
  pageOf,
  paging,
  sortBy,
  statusOf,
  toAddress,
  toItems,
} from '@/lib/operations/shapes'
import { getIdentity } from '@/lib/queries/get-identity'
import { listIdentities } from '@/lib/queries/list-identities'

const columns = {
  id: z.string(),
  name: z.string(),
  kind: z.enum(IDENTITY_KINDS),
  status: statusOf('identity'),
  email: z.string().nullable(),
  isThirdParty: z.boolean(),
  needsOwner: z.boolean(),
  owner: owner.nullable(),
  lastSeenAt: moment.nullable(),
}
const identityRow = z
  .object({
    ...columns,
    actsFor: z.number().int().describe('Standing grants in which it is the actor.'),
    actedFor: z.number().int().describe('Standing grants in which it is the principal.'),
    liveSessions: z.number().int(),
    breadth: z.number().nullable(),
    findings: findingCounts,
  })
  .meta({ id: 'Identity' })
const identityDetail = z
  .object({
    ...columns,
    externalId: z.string().nullable(),
    source: z.string().nullable(),
    firstSeenAt: moment,
    departedAt: moment.nullable(),
    liveSessions: z.object({ asPrincipal: z.number().int(), asActor: z.number().int() }),
  })
  .meta({ id: 'IdentityDetail' })

const list = operation({
  id: 'identities.list',
  method: 'GET',
  path: '/identities',
  scope: 'access:read',
  summary: 'List identities',
  description: 'Humans and non-humans that delegate or act.',
  forAgents: true,
  input: z.object({
    view: z.enum(IDENTITY_VIEWS).default('all'),
    kind: z.array(z.enum(IDENTITY_KINDS)).optional(),
    status: z.array(statusOf('identity')).optional(),
    owner: ownerFilter,
    breadthMin: z.number().min(0).max(100).optional(),
    q: z.string().max(200).optional().describe('Only those whose names hold these words.'),
    sort: sortBy(IDENTITY_SORTS, '-breadth'),
    ...paging,
  }),
  output: pageOf(identityRow),
  run: async (ctx, input) => toItems(await listIdentities(ctx, identityListInput.parse(toAddress(input)))),
})

const get = operation({
  id: 'identities.get',
  method: 'GET',
  path: '/identities/{identityId}',
  scope: 'access:read',
  summary: 'Show an identity',
  description: 'One identity, and who answers for it. Its grants and sessions: list those with identity.',
  input: z.object({ identityId: z.string().describe('An identity, idn_….') }),
  output: identityDetail,
  run: async (ctx, input) => {
    const { actedFor, actsFor, ...identity } = await getIdentity(ctx, input.identityId)
    return { ...identity, liveSessions: { asPrincipal: actedFor.live, asActor: actsFor.live } }
  },
})

/** Who delegates and acts. */
export const identityOperations: readonly Operation[] = [list, get]
