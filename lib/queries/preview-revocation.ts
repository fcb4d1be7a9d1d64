import { z } from 'zod'
import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import type { RevocableSession } from '@/lib/domain/revocation'
import { foretell, type PreviewSession, type RevocationPreview } from '@/lib/domain/revocation-preview'
import type { NamedIdentity } from '@/lib/domain/session-row'
import { fromPublicId, toPublicId } from '@/lib/id'
import { OPEN_FINDINGS_SQL } from '@/lib/queries/finding-counts'
import { liveSql } from '@/lib/queries/session-where'

export const previewRevocationInput = z.object({
  sessionIds: z.array(z.string()).max(500, 'Revoke at most 500 sessions at once.').default([]),
  grantIds: z.array(z.string()).max(100, 'Revoke at most 100 grants at once.').default([]),
  findingId: z.string().nullish(),
})
type Input = z.output<typeof previewRevocationInput>

type Raw = RevocableSession & {
  actor: NamedIdentity
  principal: NamedIdentity
  system: { id: string; name: string }
  connector: string | null
  expiryKnown: boolean
  lastUsedAt: Date | null
  isGrantManaged: boolean
  otherGrants: { id: string; name: string }[]
  isOverLimit: boolean
  unusedShare: number | null
}

/** The chosen sessions and everything that descends from them. */
function readTree(ctx: Context, ids: readonly string[]): Promise<Raw[]> {
  return reader().$queryRaw<Raw[]>`
    with recursive tree as (
      select s.id from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and s.id = any(${[...ids]}::uuid[])
      union
      select c.id from delegated_sessions c join tree on c.parent_id = tree.id where c.org_id = ${ctx.orgId}::uuid
    )
    select s.id, s.parent_id as "parentId", s.grant_id as "grantId", s.status, s.expires_at as "expiresAt",
      s.locked_until as "lockedUntil", s.origin, coalesce(c.can_revoke, false) as "connectorCanRevoke",
      coalesce(g.status = 'active' and (g.expires_at is null or g.expires_at > ${ctx.now}), false) as "isGrantActive", coalesce(g.origin = 'managed', false) as "isGrantManaged",
      json_build_object('id', a.id, 'name', a.name, 'kind', a.kind) as actor,
      json_build_object('id', p.id, 'name', p.name, 'kind', p.kind) as principal,
      json_build_object('id', y.id, 'name', y.name) as system,
      c.name as connector, s.expiry_known as "expiryKnown", s.last_used_at as "lastUsedAt",
      s.is_over_limit as "isOverLimit", s.unused_share as "unusedShare",
      coalesce((
        select json_agg(json_build_object('id', o.id, 'name', o.name)) from grants o
        where o.org_id = s.org_id and o.actor_id = s.actor_id and o.id is distinct from s.grant_id and o.status = 'active'
          and (o.expires_at is null or o.expires_at > ${ctx.now})
          and exists (select from grant_targets t where t.org_id = o.org_id and t.grant_id = o.id and t.system_id = s.system_id)
      ), '[]') as "otherGrants"
    from tree join delegated_sessions s on s.org_id = ${ctx.orgId}::uuid and s.id = tree.id
    join identities a on a.org_id = s.org_id and a.id = s.actor_id
    join identities p on p.org_id = s.org_id and p.id = s.principal_id
    join systems y on y.org_id = s.org_id and y.id = s.system_id
    left join connectors c on c.org_id = s.org_id and c.id = s.connector_id
    left join grants g on g.org_id = s.org_id and g.id = s.grant_id
    order by s.depth, s.id`
}

function toPreview(raw: Raw): PreviewSession {
  return {
    ...raw,
    id: toPublicId('session', raw.id),
    parentId: raw.parentId && toPublicId('session', raw.parentId),
    grantId: raw.grantId && toPublicId('grant', raw.grantId),
    actor: { ...raw.actor, id: toPublicId('identity', raw.actor.id) },
    principal: { ...raw.principal, id: toPublicId('identity', raw.principal.id) },
    system: { ...raw.system, id: toPublicId('system', raw.system.id) },
    connector: raw.connectorCanRevoke ? raw.connector : null,
    otherGrants: raw.otherGrants.map(({ id, name }) => ({ id: toPublicId('grant', id), name })),
  }
}

/** The grants that are to end, as one, and the live sessions under them. */
async function findGrants(ctx: Context, grantIds: readonly string[]) {
  const ids = [...new Set(grantIds.map((id) => fromPublicId('grant', id)))]
  const grants = await reader().delegationGrant.findMany({ where: { orgId: ctx.orgId, id: { in: ids } } })
  const [first, ...rest] = grants
  if (!first || grants.length < ids.length) throw notFound('grant')
  const live = await reader().$queryRaw<{ id: string }[]>`
    select s.id from delegated_sessions s
    where s.org_id = ${ctx.orgId}::uuid and s.grant_id = any(${ids}::uuid[]) and ${liveSql(ctx.now)} limit 5000`
  const name = rest.length > 0 ? `${grants.length} grants` : first.name
  const grant = { name, isManaged: grants.some(({ origin }) => origin === 'managed'), count: grants.length }
  return { grant, ids: live.map((row) => row.id) }
}

/** The finding the order answers: the one named, else the worst open one of the subject, if there is just one subject. */
async function findCause(ctx: Context, input: Input): Promise<{ id: string; title: string } | null> {
  const [grantId, ...others] = input.grantIds
  const subject = grantId
    ? others.length === 0 && fromPublicId('grant', grantId)
    : input.sessionIds.length === 1 && fromPublicId('session', input.sessionIds[0] ?? '')
  const named = input.findingId ? fromPublicId('finding', input.findingId) : null
  if (!subject && !named) return null
  const [finding] = await reader().$queryRaw<{ id: string; title: string }[]>`
    select f.id, f.title from findings f
    where f.org_id = ${ctx.orgId}::uuid
      and (f.id = ${named}::uuid or (${named}::uuid is null and f.subject_id = ${subject || null}::uuid and ${OPEN_FINDINGS_SQL}))
    order by array_position(array['critical', 'high', 'medium', 'low', 'info'], f.severity), f.id limit 1`
  return finding ?? null
}

/** A reason from what the chosen have in common, for the reader to change. */
function commonReason(chosen: readonly Raw[]): string {
  const isOver = chosen.length > 0 && chosen.every((session) => session.isOverLimit)
  const unused = Math.floor(100 * Math.min(...chosen.map((session) => session.unusedShare ?? 0)))
  if (isOver && unused >= 50)
    return `Over the limit for ${chosen.length > 1 ? 'their' : 'its'} tier and at least ${unused} % unused.`
  if (isOver) return `Over the limit for ${chosen.length > 1 ? 'their' : 'its'} tier.`
  if (chosen.length > 0 && unused >= 50) return `At least ${unused} % unused.`
  return 'No longer needed.'
}

/** What revoking these sessions, or grants with their sessions, would do, before it is done. Changes nothing. Errors:
 *  `not_found` for a grant or finding of nowhere; unknown sessions are simply not among what falls. */
export async function previewRevocation(ctx: Context, input: Input): Promise<RevocationPreview> {
  authorize(ctx, 'revoke-access')
  const found = input.grantIds.length > 0 ? await findGrants(ctx, input.grantIds) : null
  const ids = found?.ids ?? [...new Set(input.sessionIds.map((id) => fromPublicId('session', id)))]
  const [raw, cause] = await Promise.all([readTree(ctx, ids), findCause(ctx, input)])
  const sessions = raw.map(toPreview)
  const selectedIds = ids.map((id) => toPublicId('session', id))
  const chosen = new Set(ids)
  const order = { selectedIds, now: ctx.now }
  return {
    asked: ids.length,
    grant: found?.grant ?? null,
    reason: cause ? `${cause.title.replace(/\.$/, '')}.` : commonReason(raw.filter((each) => chosen.has(each.id))),
    findingId: cause && toPublicId('finding', cause.id),
    now: ctx.now,
    cutAll: foretell(sessions, { ...order, keepChildrenUnderAnotherGrant: false }),
    keepChildren: foretell(sessions, { ...order, keepChildrenUnderAnotherGrant: true }),
  }
}
