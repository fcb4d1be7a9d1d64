import { z } from 'zod'
import { AUDIT_ACTIONS } from '@/lib/domain/audit'
import { auditListRequest } from '@/lib/domain/audit-filter'
import { type Operation, operation } from '@/lib/operations/operation'
import { moment, pageOf, paging, toAddress, toItems } from '@/lib/operations/shapes'
import { listAuditEvents } from '@/lib/queries/list-audit-events'

const auditEvent = z
  .object({
    id: z.string(),
    at: moment,
    action: z.string(),
    actorKind: z.string(),
    actorName: z.string(),
    subjectKind: z.string(),
    subjectId: z.string(),
    subjectName: z.string().nullable(),
    reason: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEvent' })

const when = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional()

const list = operation({
  id: 'audit.list',
  method: 'GET',
  path: '/audit-events',
  scope: 'audit:read',
  summary: 'List audit events',
  description: 'Who did what to what, when and why, the newest first.',
  input: z.object({
    action: z.array(z.enum(AUDIT_ACTIONS)).optional(),
    actor: z.string().min(1).max(200).optional().describe('Part of a name.'),
    subject: z.string().min(1).max(200).optional().describe('An id, or part of a name.'),
    from: when.describe('From this day or moment on.'),
    to: when.describe('Before this moment, or with this day.'),
    q: z.string().min(1).max(200).optional(),
    ...paging,
  }),
  output: pageOf(auditEvent),
  run: async (ctx, input) => toItems(await listAuditEvents(ctx, auditListRequest.parse(toAddress(input)))),
})

/** What happened. */
export const auditOperations: readonly Operation[] = [list]
