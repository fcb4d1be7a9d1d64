import { z } from 'zod'
import { proposePolicy } from '@/lib/commands/propose-policy'
import { withdrawPolicy } from '@/lib/commands/withdraw-policy'
import { POLICY_KINDS } from '@/lib/domain/policy-version'
import { type Operation, operation } from '@/lib/operations/operation'
import { moment, reason, statusOf } from '@/lib/operations/shapes'
import { getActivePolicy } from '@/lib/queries/get-active-policy'
import { listPolicyVersions } from '@/lib/queries/list-policy-versions'

const version = z
  .object({
    id: z.string().nullable().describe('Null: version 0, that of Remit itself.'),
    kind: z.enum(POLICY_KINDS),
    version: z.number().int(),
    status: statusOf('policy-version'),
    note: z.string(),
    proposedBy: z.string(),
    proposedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: moment.nullable(),
    supersededAt: moment.nullable(),
    approvalId: z.string().nullable().describe('The request by which a second person decides.'),
  })
  .meta({ id: 'PolicyVersion' })

const get = operation({
  id: 'policies.get',
  method: 'GET',
  path: '/policies/approvals',
  scope: 'access:read',
  summary: 'Show the approval rules that hold',
  description: 'Who must agree to what, now.',
  input: z.object({}),
  output: z.object({
    version: z.number().int(),
    policy: z.record(z.string(), z.unknown()).describe('As it is proposed.'),
    names: z.record(z.string(), z.string()).describe('The names of the ids in it.'),
  }),
  run: (ctx) => getActivePolicy(ctx),
})

const list = operation({
  id: 'policies.list',
  method: 'GET',
  path: '/policies',
  scope: 'access:read',
  summary: 'List versions of rules',
  description: 'The latest versions, the newest first.',
  input: z.object({ kind: z.enum(POLICY_KINDS).default('approvals') }),
  output: z.object({ items: z.array(version) }),
  run: async (ctx, { kind }) => ({ items: await listPolicyVersions(ctx, kind) }),
})

const propose = operation({
  id: 'policies.propose',
  method: 'POST',
  path: '/policies',
  scope: 'policies:write',
  summary: 'Propose other rules',
  description: 'A new version that holds once a second admin has agreed, by the request that is answered.',
  creates: true,
  input: z.object({
    kind: z.enum(POLICY_KINDS),
    content: z.record(z.string(), z.unknown()).describe('The whole of the rules.'),
    note: reason,
    basedOn: z.number().int().min(0).optional().describe('Refused where another version holds by now.'),
  }),
  output: z.object({ policyId: z.string(), approvalId: z.string(), version: z.number().int() }),
  run: (ctx, input) => proposePolicy(ctx, input),
})

const withdraw = operation({
  id: 'policies.withdraw',
  method: 'POST',
  path: '/policies/{policyId}/withdraw',
  scope: 'policies:write',
  summary: 'Withdraw proposed rules',
  description: 'By whoever proposed them, before they are decided.',
  input: z.object({ policyId: z.string().describe('A version, pol_….'), reason }),
  output: z.object({ policyId: z.string() }),
  run: (ctx, input) => withdrawPolicy(ctx, input),
})

/** The rules, and changes of them. Decided like any request. */
export const policyOperations: readonly Operation[] = [get, list, propose, withdraw]
