import { z } from 'zod'
import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { type GrantedUse, grantedAndUsed, type PermissionUse } from '@/lib/domain/granted-and-used'
import { ACCESS_LEVELS, type AccessLevel } from '@/lib/domain/permission'
import { fromPublicId, toPublicId } from '@/lib/id'
import { readGranted } from '@/lib/queries/grant-uses'

const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)

/** Which permissions of a session to show, as its page's address says: `use`, an access level, words of the key, and the
 *  key after which to go on. */
export const sessionUsesRequest = z.object({
  use: optional(z.enum(['used', 'never', 'refused', 'outside'])),
  level: optional(z.enum(ACCESS_LEVELS)),
  permission: optional(z.string().trim().min(1).max(100)),
  afterPermission: optional(z.string().max(300)),
})
export type SessionUsesRequest = z.output<typeof sessionUsesRequest>

type LevelCount = { level: AccessLevel; granted: number; used: number }

/** `granted` null: what was granted is unknown. `next` is the key to go on after, null where the list ends. */
export type SessionUses = {
  lines: GrantedUse[]
  next: string | null
  matching: number
  granted: number | null
  used: number
  heaviest: number
  byLevel: LevelCount[]
}

const PAGE = 50

const FILTERS: Record<NonNullable<SessionUsesRequest['use']>, (line: GrantedUse) => boolean> = {
  used: (line) => line.allowed > 0,
  never: (line) => line.allowed === 0 && line.denied === 0,
  refused: (line) => line.denied > 0,
  outside: (line) => line.isGranted === false,
}

async function findSession(ctx: Context, id: string) {
  const session = await reader().delegatedSession.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id } },
    select: {
      system: { select: { id: true, name: true, tier: true } },
      permissionSet: { select: { permissions: true } },
      uses: true,
    },
  })
  if (!session) throw notFound('session')
  return session
}

/** Systems that it used without being meant for them. */
async function otherSystems(ctx: Context, own: string, uses: readonly PermissionUse[]) {
  const ids = [...new Set(uses.map((use) => use.systemId))].filter((id) => id !== own)
  if (ids.length === 0) return []
  return reader().system.findMany({
    where: { orgId: ctx.orgId, id: { in: ids } },
    select: { id: true, name: true, tier: true },
  })
}

async function readLines(ctx: Context, id: string) {
  const { system, permissionSet, uses: raw } = await findSession(ctx, id)
  const uses = raw.map((use) => ({
    systemId: use.systemId,
    key: use.permission,
    allowed: Number(use.allowedCount),
    denied: Number(use.deniedCount),
    lastAt: use.lastAt,
  }))
  const others = await otherSystems(ctx, system.id, uses)
  const outside = permissionSet ? { permissions: [] } : null
  const targets = [{ system, permissionSet }, ...others.map((other) => ({ system: other, permissionSet: outside }))]
  return grantedAndUsed(await readGranted(ctx, targets, uses), uses)
}

function countLevels(lines: readonly GrantedUse[]): LevelCount[] {
  return ACCESS_LEVELS.flatMap((level) => {
    const of = lines.filter((line) => line.accessLevel === level && line.isGranted !== false)
    return of.length > 0 ? [{ level, granted: of.length, used: of.filter((line) => line.allowed > 0).length }] : []
  })
}

const keyOf = (line: GrantedUse) => `${line.key} ${line.system.name}`

/** What a session was granted against what it used, 50 lines at a time, with the counts by access level of all of it.
 *  Errors: `not_found`. */
export async function listSessionUses(
  ctx: Context,
  publicId: string,
  request: SessionUsesRequest,
): Promise<SessionUses> {
  authorize(ctx, 'view-access')
  const { lines, granted, used } = await readLines(ctx, fromPublicId('session', publicId))
  const words = request.permission?.toLowerCase()
  const matching = lines.filter(
    (line) =>
      (!request.use || FILTERS[request.use](line)) &&
      (!request.level || line.accessLevel === request.level) &&
      (!words || line.key.toLowerCase().includes(words)),
  )
  const start = request.afterPermission ? 1 + matching.findIndex((line) => keyOf(line) === request.afterPermission) : 0
  const page = matching.slice(start, start + PAGE)
  const last = page.at(-1)
  return {
    lines: page.map((line) => ({ ...line, system: { ...line.system, id: toPublicId('system', line.system.id) } })),
    next: last && start + PAGE < matching.length ? keyOf(last) : null,
    matching: matching.length,
    granted,
    used,
    heaviest: lines.reduce((most, line) => Math.max(most, line.weight ?? 0), 0),
    byLevel: countLevels(lines),
  }
}
