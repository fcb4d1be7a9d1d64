import { Prisma } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { type FindingFilter, type FindingView, findingView } from '@/lib/domain/finding-filter'
import type { FindingSubjectKind } from '@/lib/domain/finding-row'
import { fromPublicId, PREFIXES } from '@/lib/id'
import { likeText } from '@/lib/queries/grant-where'
import { aboutIdentitySql } from '@/lib/queries/identity-finding-counts'

const KINDS: readonly FindingSubjectKind[] = ['session', 'grant', 'identity', 'system', 'member']

function words(values: readonly string[]): Prisma.Sql {
  return Prisma.sql`(${Prisma.join([...values])})`
}

function subjectSql(publicId: string): Prisma.Sql {
  const kind = KINDS.find((each) => publicId.startsWith(`${PREFIXES[each]}_`)) ?? 'session'
  if (kind === 'identity') return aboutIdentitySql(fromPublicId(kind, publicId))
  return Prisma.sql`(f.subject_kind = ${kind} and f.subject_id = ${fromPublicId(kind, publicId)}::uuid)`
}

/** Nobody answers for what it is about: no owner, or one who left. Rows are `f`, their owner `o`. */
const UNOWNED_SQL = Prisma.sql`(f.owner_id is null or o.status = 'departed')`

/** What a view shows, as a condition on `f`. */
export function findingViewSql(view: FindingView): Prisma.Sql {
  return view === 'all' ? Prisma.sql`true` : Prisma.sql`f.status = ${view}`
}

function* conditions(ctx: Context, filter: FindingFilter): Generator<Prisma.Sql> {
  yield Prisma.sql`f.org_id = ${ctx.orgId}::uuid`
  yield findingViewSql(findingView(filter))
  if (filter.status) yield Prisma.sql`f.status in ${words(filter.status)}`
  if (filter.severity) yield Prisma.sql`f.severity in ${words(filter.severity)}`
  if (filter.detector) yield Prisma.sql`f.detector in ${words(filter.detector)}`
  if (filter.system) yield Prisma.sql`f.system_id = ${fromPublicId('system', filter.system)}::uuid`
  if (filter.owner === 'none') yield UNOWNED_SQL
  else if (filter.owner) yield Prisma.sql`f.owner_id = ${fromPublicId('identity', filter.owner)}::uuid`
  if (filter.subject) yield subjectSql(filter.subject)
  if (filter.q) {
    const text = likeText(filter.q)
    yield Prisma.sql`(f.title ilike ${text} or f.detector ilike ${text} or y.name ilike ${text} or o.name ilike ${text})`
  }
}

/** The rows a filter lets through, as one condition on findings `f`, their systems `y` and owners `o`. */
export function findingWhere(ctx: Context, filter: FindingFilter): Prisma.Sql {
  return Prisma.join([...conditions(ctx, filter)], ' and ')
}
