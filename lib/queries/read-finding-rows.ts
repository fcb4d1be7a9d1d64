import { Prisma, reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { FindingRow, FindingSubject } from '@/lib/domain/finding-row'
import { toPublicId } from '@/lib/id'
import { liveSql } from '@/lib/queries/session-where'

type Read = Omit<FindingRow, 'subject'> & { subjectKind: FindingSubject['kind']; subjectId: string }
type Named = Omit<FindingSubject, 'kind'>

function subjectSql(ctx: Context, kind: FindingSubject['kind'], ids: string[]): Prisma.Sql {
  const at = Prisma.sql`${ctx.orgId}::uuid`
  const among = Prisma.sql`any(${ids}::uuid[])`
  const statements = {
    session: Prisma.sql`select s.id, a.name, p.name as principal, a.kind as "identityKind", (${liveSql(ctx.now)}) as "isLive"
      from delegated_sessions s join identities a on a.org_id = s.org_id and a.id = s.actor_id
      join identities p on p.org_id = s.org_id and p.id = s.principal_id where s.org_id = ${at} and s.id = ${among}`,
    grant: Prisma.sql`select g.id, g.name, null as principal, null as "identityKind",
      (g.status in ('active', 'suspended') and (g.expires_at is null or g.expires_at > ${ctx.now})) as "isLive"
      from grants g where g.org_id = ${at} and g.id = ${among}`,
    identity: Prisma.sql`select i.id, i.name, null as principal, i.kind as "identityKind", null as "isLive"
      from identities i where i.org_id = ${at} and i.id = ${among}`,
    system: Prisma.sql`select y.id, y.name, null as principal, null as "identityKind", null as "isLive"
      from systems y where y.org_id = ${at} and y.id = ${among}`,
    member: Prisma.sql`select m.id, m.name, null as principal, 'human' as "identityKind", null as "isLive"
      from members m where m.org_id = ${at} and m.id = ${among}`,
  }
  return statements[kind]
}

async function nameSubjects(ctx: Context, rows: readonly Read[]): Promise<Map<string, Named>> {
  const kinds = [...new Set(rows.map((row) => row.subjectKind))]
  const named = await Promise.all(
    kinds.map((kind) => {
      const ids = rows.filter((row) => row.subjectKind === kind).map((row) => row.subjectId)
      return reader().$queryRaw<Named[]>(subjectSql(ctx, kind, ids))
    }),
  )
  return new Map(named.flat().map((subject) => [subject.id, subject]))
}

function toRow(read: Read, names: ReadonlyMap<string, Named>): FindingRow {
  const { subjectKind, subjectId, system, owner, ...rest } = read
  const unnamed = { name: 'not seen any more', principal: null, identityKind: null, isLive: false }
  const { severity, title, detector, status, statusUntil, openedAt } = rest
  return {
    id: toPublicId('finding', read.id),
    severity,
    title,
    detector,
    status,
    statusUntil,
    openedAt,
    subject: { ...(names.get(subjectId) ?? unnamed), kind: subjectKind, id: toPublicId(subjectKind, subjectId) },
    system: system && { ...system, id: toPublicId('system', system.id) },
    owner: owner && { ...owner, id: toPublicId('identity', owner.id) },
  }
}

/** Reads findings by a statement's tail (`where … order by … limit …` on `f`, `y`, `o`), with their subjects named.
 *  `R` is what the statement selects besides, read under the names given in `extra`. */
export async function readFindingRows<R extends object>(ctx: Context, extra: Prisma.Sql, tail: Prisma.Sql) {
  const rows = await reader().$queryRaw<(Read & R)[]>`
    select f.id, f.severity, f.title, f.detector, f.status, f.status_until as "statusUntil", f.opened_at as "openedAt",
      f.subject_kind as "subjectKind", f.subject_id as "subjectId",
      case when y.id is not null then jsonb_build_object('id', y.id, 'name', y.name) end as system,
      case when o.id is not null then jsonb_build_object('id', o.id, 'name', o.name, 'hasDeparted', o.status = 'departed') end as owner,
      ${extra}
    from findings f
    left join systems y on y.org_id = f.org_id and y.id = f.system_id
    left join identities o on o.org_id = f.org_id and o.id = f.owner_id
    ${tail}`
  const names = await nameSubjects(ctx, rows)
  return rows.map((read) => ({ read, row: toRow(read, names) }))
}
