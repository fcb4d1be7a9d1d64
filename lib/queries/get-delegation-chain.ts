import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { effectiveStatus } from '@/lib/domain/delegated-session'
import { notFound } from '@/lib/domain/error'
import type { IdentityKind } from '@/lib/domain/identity'
import type { GrantStatus, SessionStatus } from '@/lib/domain/life'
import type { NamedIdentity } from '@/lib/domain/session-row'
import { fromPublicId, toPublicId } from '@/lib/id'

/** A session of the chain. `breadth` and `usedBreadth` null: unknown. */
export type ChainSession = {
  id: string
  actor: NamedIdentity
  principal: NamedIdentity
  system: { id: string; name: string }
  status: SessionStatus
  breadth: number | null
  usedBreadth: number | null
  expiresAt: Date | null
}

/** Children of one actor on one system, told together. `id` is the latest of them. */
export type ChainChildren = Omit<ChainSession, 'principal' | 'status' | 'expiresAt'> & { count: number; live: number }

export type DelegationChain = {
  grant: {
    id: string
    name: string
    status: GrantStatus
    breadth: number | null
    grantedCount: number | null
    expiresAt: Date | null
  } | null
  /** From the root down; the session itself is not among them. */
  parents: ChainSession[]
  self: ChainSession
  children: ChainChildren[]
  refused: { at: Date; system: { id: string; name: string } | null; code: string; message: string | null }[]
}

const MOST_PARENTS = 10
const MOST_CHILDREN = 6

type Raw = Omit<ChainSession, 'status'> & { status: SessionStatus; lockedUntil: Date | null; grantId: string | null }

/** The session and its parents upward, root first. A cycle, which only a lying source could report, ends at ten. */
function readLine(ctx: Context, id: string): Promise<Raw[]> {
  return reader().$queryRaw<Raw[]>`
    with recursive line as (
      select s.id, s.parent_id, 0 as up from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and s.id = ${id}::uuid
      union all
      select p.id, p.parent_id, line.up + 1 from line
      join delegated_sessions p on p.org_id = ${ctx.orgId}::uuid and p.id = line.parent_id where line.up < ${MOST_PARENTS}
    )
    select s.id, s.status, s.expires_at as "expiresAt", s.locked_until as "lockedUntil", s.grant_id as "grantId",
      s.breadth, s.used_breadth as "usedBreadth",
      json_build_object('id', a.id, 'name', a.name, 'kind', a.kind) as actor,
      json_build_object('id', p.id, 'name', p.name, 'kind', p.kind) as principal,
      json_build_object('id', y.id, 'name', y.name) as system
    from line join delegated_sessions s on s.org_id = ${ctx.orgId}::uuid and s.id = line.id
    join identities a on a.org_id = s.org_id and a.id = s.actor_id
    join identities p on p.org_id = s.org_id and p.id = s.principal_id
    join systems y on y.org_id = s.org_id and y.id = s.system_id
    order by line.up desc`
}

const named = ({ id, name, kind }: NamedIdentity): NamedIdentity => ({
  id: toPublicId('identity', id),
  name,
  kind: kind as IdentityKind,
})
const onSystem = ({ id, name }: { id: string; name: string }) => ({ id: toPublicId('system', id), name })

function toSession({ grantId: _, lockedUntil, ...raw }: Raw, now: Date): ChainSession {
  return {
    ...raw,
    id: toPublicId('session', raw.id),
    status: effectiveStatus({ ...raw, lockedUntil }, now),
    actor: named(raw.actor),
    principal: named(raw.principal),
    system: onSystem(raw.system),
  }
}

async function readChildren(ctx: Context, id: string): Promise<ChainChildren[]> {
  const rows = await reader().$queryRaw<ChainChildren[]>`
    select max(s.id::text) as id, count(*)::int as count,
      count(*) filter (where s.status in ('scheduled', 'active', 'locked', 'revoking') and (s.expires_at is null or s.expires_at > ${ctx.now}))::int as live,
      max(s.breadth)::int as breadth, max(s.used_breadth)::int as "usedBreadth",
      json_build_object('id', a.id, 'name', a.name, 'kind', a.kind)::jsonb as actor,
      json_build_object('id', y.id, 'name', y.name)::jsonb as system
    from delegated_sessions s
    join identities a on a.org_id = s.org_id and a.id = s.actor_id
    join systems y on y.org_id = s.org_id and y.id = s.system_id
    where s.org_id = ${ctx.orgId}::uuid and s.parent_id = ${id}::uuid
    group by a.id, a.name, a.kind, y.id, y.name order by live desc, count(*) desc, max(s.id::text) desc limit ${MOST_CHILDREN}`
  return rows.map((row) => ({
    ...row,
    id: toPublicId('session', row.id),
    actor: named(row.actor),
    system: onSystem(row.system),
  }))
}

async function readGrant(ctx: Context, id: string | null | undefined): Promise<DelegationChain['grant']> {
  if (!id) return null
  const grant = await reader().delegationGrant.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
  if (!grant) return null
  const { name, breadth, grantedCount, expiresAt } = grant
  return { id: toPublicId('grant', id), name, status: grant.status as GrantStatus, breadth, grantedCount, expiresAt }
}

/** Requests with this session's token, by whomever, or of its actor under its grant while it lived, that were refused. */
async function readRefused(ctx: Context, id: string): Promise<DelegationChain['refused']> {
  type Refused = { at: Date; system: { id: string; name: string } | null; code: string; message: string | null }
  const rows = await reader().$queryRaw<Refused[]>`
    select distinct on (t.system_id, t.error_code) t.at, t.error_code as code, t.error_message as message,
      case when y.id is null then null else json_build_object('id', y.id, 'name', y.name) end as system
    from delegated_sessions s
    join delegation_attempts t on t.org_id = s.org_id and (
      t.parent_session_id = s.id or (t.parent_session_id is null and t.grant_id = s.grant_id and t.actor_id = s.actor_id
        and t.at >= s.issued_at and t.at <= coalesce(s.ended_at, s.expires_at, ${ctx.now})))
    left join systems y on y.org_id = t.org_id and y.id = t.system_id
    where s.org_id = ${ctx.orgId}::uuid and s.id = ${id}::uuid
    order by t.system_id, t.error_code, t.at desc limit 4`
  return rows.map((row) => ({ ...row, system: row.system && onSystem(row.system) }))
}

/** Who acts for whom in one delegated session: its root's principal and grant, every actor down to it, who acts under it,
 *  and what was refused on the way. Errors: `not_found`. */
export async function getDelegationChain(ctx: Context, publicId: string): Promise<DelegationChain> {
  authorize(ctx, 'view-access')
  const id = fromPublicId('session', publicId)
  const line = await readLine(ctx, id)
  const self = line.at(-1)
  if (!self) throw notFound('session')
  const [grant, children, refused] = await Promise.all([
    readGrant(ctx, line[0]?.grantId ?? self.grantId),
    readChildren(ctx, id),
    readRefused(ctx, id),
  ])
  return {
    grant,
    parents: line.slice(0, -1).map((raw) => toSession(raw, ctx.now)),
    self: toSession(self, ctx.now),
    children,
    refused,
  }
}
