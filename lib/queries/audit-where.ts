import { Prisma } from '@/lib/db'
import { type AuditFilter, endOf } from '@/lib/domain/audit-filter'
import type { Context } from '@/lib/domain/context'
import { fromPublicId, PREFIXES, type Prefixed } from '@/lib/id'
import { likeText } from '@/lib/queries/grant-where'

function subjectSql(subject: string): Prisma.Sql {
  const prefix = /^([a-z]{3})_[0-9a-z]{26}$/.exec(subject)?.[1]
  const kind = (Object.keys(PREFIXES) as Prefixed[]).find((each) => PREFIXES[each] === prefix)
  if (kind) return Prisma.sql`(e.subject_kind = ${kind} and e.subject_id = ${fromPublicId(kind, subject)}::uuid)`
  return Prisma.sql`e.subject_name ilike ${likeText(subject)}`
}

function* conditions(ctx: Context, filter: AuditFilter): Generator<Prisma.Sql> {
  yield Prisma.sql`e.org_id = ${ctx.orgId}::uuid`
  if (filter.action) yield Prisma.sql`e.action in (${Prisma.join(filter.action)})`
  if (filter.actor) yield Prisma.sql`e.actor_name ilike ${likeText(filter.actor)}`
  if (filter.subject) yield subjectSql(filter.subject)
  // The id carries the time, so a span of time is a span of the key and of its partitions.
  if (filter.from) yield Prisma.sql`e.id >= uuid_floor(${new Date(filter.from)}::timestamptz)`
  if (filter.to) yield Prisma.sql`e.id < uuid_floor(${endOf(filter.to)}::timestamptz)`
  if (filter.q) {
    const text = likeText(filter.q)
    yield Prisma.sql`(e.reason ilike ${text} or e.subject_name ilike ${text} or e.actor_name ilike ${text})`
  }
}

/** The events a filter lets through, as one condition on audit events `e`. */
export function auditWhere(ctx: Context, filter: AuditFilter): Prisma.Sql {
  return Prisma.join([...conditions(ctx, filter)], ' and ')
}
