import { z } from 'zod'
import { AUDIT_ACTIONS, type AuditAction } from '@/lib/domain/audit'
import { PAGE_ROWS, pageRequest, searchedText } from '@/lib/domain/page'

const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)
const split = (text: unknown) => (typeof text === 'string' ? text.split(',').map((word) => word.trim()) : text)
const actions: readonly string[] = AUDIT_ACTIONS
const isAction = (word: string): word is AuditAction => actions.includes(word)

/** The filters of the audit log as its address carries them. `actor` is part of a name, `subject` a public id (`ses_…`)
 *  or part of a name; `from` is inclusive, `to` exclusive unless it is a whole day, which is then within. */
export const auditFilter = z.object({
  action: optional(
    z.preprocess(
      split,
      z
        .array(z.string())
        .transform((list) => list.filter(isAction))
        .refine((list) => list.length > 0),
    ),
  ),
  actor: optional(z.string().trim().min(1).max(200)),
  subject: optional(z.string().trim().min(1).max(200)),
  from: optional(z.union([z.iso.date(), z.iso.datetime({ offset: true })])),
  to: optional(z.union([z.iso.date(), z.iso.datetime({ offset: true })])),
  q: searchedText,
})
export type AuditFilter = z.output<typeof auditFilter>

export const auditListRequest = auditFilter.extend({
  after: optional(pageRequest.shape.after),
  before: optional(pageRequest.shape.before),
  limit: pageRequest.shape.limit.catch(PAGE_ROWS),
})
export type AuditListRequest = z.output<typeof auditListRequest>

/** The moment before which events are wanted: the end of the day, when a day was named. */
export function endOf(to: string): Date {
  const at = new Date(to)
  return /^\d{4}-\d{2}-\d{2}$/.test(to) ? new Date(at.getTime() + 86_400_000) : at
}
