import { z } from 'zod'
import { revokeGrants, revokeGrantsInput } from '@/lib/commands/revoke-grants'
import { type Operation, operation } from '@/lib/operations/operation'
import { moment } from '@/lib/operations/shapes'
import { previewRevocation } from '@/lib/queries/preview-revocation'

const { grantIds } = revokeGrantsInput.shape
const counted = z.array(z.object({ name: z.string(), count: z.number().int() }))

const preview = operation({
  id: 'grants.preview-revocation',
  method: 'POST',
  path: '/grants/revoke/preview',
  scope: 'access:revoke',
  summary: 'What would the revocation of grants end?',
  description: 'Foretells what falls with up to 100 grants: their sessions, and what came of these. Changes nothing.',
  input: z.object({ grantIds }),
  output: z
    .object({
      grants: z.number().int(),
      sessions: z.number().int().describe('Live under these grants, 5,000 at most.'),
      children: z.number().int().describe('That came of them.'),
      endsNow: z.number().int(),
      awaiting: counted.describe('Which systems would be asked to end how many.'),
      unrecallable: counted.describe('How many nobody can end before their time, by system.'),
      latestEnd: moment.nullable().describe('The last known moment at which something may still work.'),
      endless: z.number().int().describe('That never end by themselves.'),
      keepsAccess: z.number().int().describe('Whose actor has another grant on the same system.'),
    })
    .meta({ id: 'RevocationPreview' }),
  run: async (ctx, input) => {
    const { grant, cutAll } = await previewRevocation(ctx, { ...input, sessionIds: [] })
    return { ...cutAll, grants: grant?.count ?? 0, sessions: cutAll.selected }
  },
})

const revoke = operation({
  id: 'grants.revoke-many',
  method: 'POST',
  path: '/grants/revoke',
  scope: 'access:revoke',
  summary: 'Revoke several grants',
  description:
    'Up to 100 for one reason, each as by itself with a receipt of its own. What cannot be revoked is left, with the reason, and hinders no other.',
  input: revokeGrantsInput,
  output: z.object({
    grants: z.number().int().describe('So many were revoked.'),
    ended: z.number().int().describe('So many sessions ended at once.'),
    revoking: z.number().int().describe('So many wait for who issued them.'),
    mayWorkUntil: z.iso
      .datetime()
      .nullish()
      .describe('When the last of them ends by itself; null: never; absent: all ended.'),
    left: z.array(z.object({ grantId: z.string(), code: z.string(), message: z.string() })),
  }),
  run: (ctx, input) => revokeGrants(ctx, input),
})

/** The end of many grants at once, and what it would be. */
export const grantRevocationOperations: readonly Operation[] = [preview, revoke]
