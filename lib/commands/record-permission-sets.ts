import { createHash } from 'node:crypto'
import type { Tx } from '@/lib/db'
import { countPermissions } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import type { HeldPermissions } from '@/lib/domain/observed-access'
import type { Permission } from '@/lib/domain/permission'
import { newId } from '@/lib/id'

type Held = NonNullable<HeldPermissions>

/** Stores sets of permissions with what the list cannot say, each once. One instance a transaction. */
export class PermissionSets {
  private readonly idByHeld = new Map<Held, string>()
  private readonly idByDigest = new Map<string, string>()

  constructor(
    private readonly tx: Tx,
    private readonly ctx: Context,
  ) {}

  /** The UUID of a set; null for unknown permissions. */
  async store(held: HeldPermissions): Promise<string | null> {
    if (!held) return null
    const known = this.idByHeld.get(held)
    if (known) return known
    const digest = digestOf(held)
    const id = this.idByDigest.get(digest) ?? (await this.write(held, digest))
    this.idByHeld.set(held, id)
    this.idByDigest.set(digest, id)
    return id
  }

  private async write(held: Held, digest: string): Promise<string> {
    const { ctx } = this
    const counts = countPermissions(held.permissions)
    const keys = held.permissions.map((permission) => permission.key)
    const [row] = await this.tx.$queryRaw<{ id: string }[]>`
      with added as (
        insert into permission_sets (org_id, id, digest, permissions, permission_count, levels, categories, notes, created_at)
        values (${ctx.orgId}::uuid, ${newId(ctx.now)}::uuid, ${digest}, ${keys}::text[], ${keys.length},
          ${JSON.stringify(counts.byLevel)}::jsonb, ${JSON.stringify(counts.byCategory)}::jsonb, ${JSON.stringify(held.notes)}::jsonb, ${ctx.now})
        on conflict (org_id, digest) do nothing returning id)
      select id from added
      union all select id from permission_sets where org_id = ${ctx.orgId}::uuid and digest = ${digest} limit 1`
    if (!row) throw new Error('a permission set that was just stored is gone')
    return row.id
  }
}

/** The digest of a set without notes is that of the keys alone, as for sets that people ask for. */
function digestOf({ permissions, notes }: Held): string {
  const keys = permissions.map((permission) => permission.key).join('\n')
  return createHash('sha256')
    .update(notes.length > 0 ? `${keys}\n\n${JSON.stringify(notes)}` : keys)
    .digest('hex')
}

/** Makes known what a system's permissions do, of those that are held or used on it. */
export async function recordPermissions(
  tx: Tx,
  ctx: Context,
  bySystem: ReadonlyMap<string, Iterable<Permission>>,
): Promise<void> {
  const rows = [...bySystem].flatMap(([system, permissions]) =>
    [...new Map([...permissions].map((permission) => [permission.key, permission])).values()].map((permission) => ({
      s: system,
      k: permission.key,
      l: permission.accessLevel,
      c: permission.categories,
    })),
  )
  if (rows.length === 0) return
  await tx.$executeRaw`
    insert into permissions (org_id, system_id, key, access_level, categories, created_at)
    select ${ctx.orgId}::uuid, r.s, r.k, r.l, array(select jsonb_array_elements_text(r.c)), ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (s uuid, k text, l text, c jsonb)
    on conflict do nothing`
}
