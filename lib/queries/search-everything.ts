import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { fromPublicId, PREFIXES, type Prefixed, toPublicId } from '@/lib/id'
import { likeText } from '@/lib/queries/grant-where'
import { liveSql } from '@/lib/queries/session-where'

const KINDS = ['session', 'grant', 'identity', 'system', 'finding'] as const

/** Something found: what it is, its public id, its name and a word on it. */
export type Found = { kind: (typeof KINDS)[number]; id: string; name: string; note: string | null }

type Match = { by: 'name'; text: string; start: string } | { by: 'id'; kind: Prefixed; id: string }
type Row = { id: string; name: string; note: string | null }

const EACH = 5
const NOTHING = Prisma.sql`false`
const GRANT_NAME = Prisma.sql`g.name`
const IDENTITY_NAME = Prisma.sql`i.name`
const SYSTEM_NAME = Prisma.sql`y.name`
const FINDING_NAME = Prisma.sql`f.title`

/** A whole public id finds the thing itself; anything else is looked for in names. */
function readMatch(words: string): Match {
  const kind = KINDS.find((noun) => words.startsWith(`${PREFIXES[noun]}_`))
  if (kind) {
    try {
      return { by: 'id', kind, id: fromPublicId(kind, words) }
    } catch {
      // Not a whole id yet: it may still be part of a name.
    }
  }
  return { by: 'name', text: likeText(words), start: likeText(words).slice(1) }
}

function matching(match: Match, kind: Prefixed, id: Prisma.Sql, name: Prisma.Sql): Prisma.Sql {
  if (match.by === 'id') return match.kind === kind ? Prisma.sql`${id} = ${match.id}::uuid` : NOTHING
  return Prisma.sql`${name} ilike ${match.text}`
}

/** What begins with the words before what only contains them. */
function nearest(match: Match, name: Prisma.Sql): Prisma.Sql {
  return match.by === 'id' ? Prisma.sql`1` : Prisma.sql`${name} not ilike ${match.start}, lower(${name})`
}

function statements({ orgId, now }: Context, match: Match): Record<(typeof KINDS)[number], Prisma.Sql> {
  const org = Prisma.sql`${orgId}::uuid`
  const actors =
    match.by === 'id'
      ? matching(match, 'session', Prisma.sql`s.id`, NOTHING)
      : Prisma.sql`s.actor_id in (select i.id from identities i where i.org_id = ${org} and ${IDENTITY_NAME} ilike ${match.text}) and ${liveSql(now)}`
  return {
    session: Prisma.sql`select s.id, a.name, 'for ' || p.name as note from delegated_sessions s
      join identities a on a.org_id = s.org_id and a.id = s.actor_id
      join identities p on p.org_id = s.org_id and p.id = s.principal_id
      where s.org_id = ${org} and ${actors} order by s.breadth desc nulls last, s.id desc limit ${EACH}`,
    grant: Prisma.sql`select g.id, g.name, a.name as note from grants g
      join identities a on a.org_id = g.org_id and a.id = g.actor_id
      where g.org_id = ${org} and ${matching(match, 'grant', Prisma.sql`g.id`, GRANT_NAME)} order by ${nearest(match, GRANT_NAME)} limit ${EACH}`,
    identity: Prisma.sql`select i.id, i.name, i.kind as note from identities i
      where i.org_id = ${org} and ${matching(match, 'identity', Prisma.sql`i.id`, IDENTITY_NAME)} order by ${nearest(match, IDENTITY_NAME)} limit ${EACH}`,
    system: Prisma.sql`select y.id, y.name, 'tier ' || y.tier as note from systems y
      where y.org_id = ${org} and ${matching(match, 'system', Prisma.sql`y.id`, SYSTEM_NAME)} order by ${nearest(match, SYSTEM_NAME)} limit ${EACH}`,
    finding: Prisma.sql`select f.id, f.title as name, f.severity as note from findings f
      where f.org_id = ${org} and ${matching(match, 'finding', Prisma.sql`f.id`, FINDING_NAME)}
      order by f.status = 'resolved', f.id desc limit ${EACH}`,
  }
}

/** What a few words or a public id find anywhere, five of a kind. Fewer than two letters find nothing. Needs
 *  `view-access`. */
export async function searchEverything(ctx: Context, words: string): Promise<Found[]> {
  authorize(ctx, 'view-access')
  const text = words.trim().slice(0, 100)
  if (text.length < 2) return []
  const asked = statements(ctx, readMatch(text))
  const found = await Promise.all(
    KINDS.map(async (kind) => {
      const rows = await reader().$queryRaw<Row[]>(asked[kind])
      return rows.map((row) => ({ ...row, kind, id: toPublicId(kind, row.id) }))
    }),
  )
  return found.flat()
}
