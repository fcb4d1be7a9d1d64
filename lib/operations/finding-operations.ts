import { z } from 'zod'
import { changeFinding, changeFindingInput } from '@/lib/commands/change-finding'
import { FINDING_SORTS, FINDING_VIEWS, findingListRequest, SEVERITIES } from '@/lib/domain/finding-filter'
import { type Operation, operation } from '@/lib/operations/operation'
import {
  moment,
  named,
  ownerFilter,
  pageOf,
  paging,
  sortBy,
  statusOf,
  toAddress,
  toItems,
} from '@/lib/operations/shapes'
import { getFinding } from '@/lib/queries/get-finding'
import { listFindings } from '@/lib/queries/list-findings'

const columns = {
  id: z.string(),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  detector: z.string(),
  status: statusOf('finding'),
  statusUntil: moment.nullable().describe('When an acceptance or a snooze ends.'),
  openedAt: moment,
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  system: named.nullable(),
  owner: named.nullable(),
}
const findingRow = z.object(columns).meta({ id: 'Finding' })
const findingDetail = z
  .object({
    ...columns,
    evidence: z.record(z.string(), z.unknown()),
    controls: z.record(z.string(), z.array(z.string())).describe('The controls of standards it bears on.'),
    lastSeenAt: moment,
    resolvedAt: moment.nullable(),
    statusReason: z.string().nullable(),
    timesReopened: z.number().int(),
  })
  .meta({ id: 'FindingDetail' })

const list = operation({
  id: 'findings.list',
  method: 'GET',
  path: '/findings',
  scope: 'access:read',
  summary: 'List findings',
  description:
    'What detectors believe is wrong, the worst first unless sorted otherwise. Without a view, those that are open.',
  input: z.object({
    view: z.enum(FINDING_VIEWS).default('open'),
    status: z.array(statusOf('finding')).optional(),
    severity: z.array(z.enum(SEVERITIES)).optional(),
    detector: z.array(z.string().min(1).max(80)).optional(),
    system: z.string().startsWith('sys_').max(64).optional(),
    owner: ownerFilter,
    subject: z
      .string()
      .regex(/^(ses|grt|idn|sys)_[a-z0-9]{10,60}$/, 'must be an id')
      .optional()
      .describe('Only those about this session, grant, identity or system.'),
    q: z.string().min(1).max(200).optional(),
    sort: sortBy(FINDING_SORTS, '-severity'),
    ...paging,
  }),
  output: pageOf(findingRow),
  run: async (ctx, input) => toItems(await listFindings(ctx, findingListRequest.parse(toAddress(input)))),
})

const get = operation({
  id: 'findings.get',
  method: 'GET',
  path: '/findings/{findingId}',
  scope: 'access:read',
  summary: 'Show a finding',
  description: 'One finding with its evidence.',
  input: z.object({ findingId: z.string().describe('A finding, fnd_….') }),
  output: findingDetail,
  run: (ctx, input) => getFinding(ctx, input.findingId),
})

const change = operation({
  id: 'findings.change',
  method: 'POST',
  path: '/findings/change',
  scope: 'findings:write',
  summary: 'Acknowledge, accept, snooze or reopen findings',
  description:
    'An acceptance and a snooze end at until. A finding is resolved by its cause going away, not by saying so.',
  input: changeFindingInput,
  output: z.object({ changed: z.number().int(), leftOut: z.number().int() }),
  run: (ctx, input) => changeFinding(ctx, input),
})

/** What detectors believe is wrong. */
export const findingOperations: readonly Operation[] = [list, get, change]
