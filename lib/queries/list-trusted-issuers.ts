import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { IssuerRow } from '@/lib/domain/client-row'
import type { Context } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'

/** Every issuer whose word was ever taken, by name. */
export async function listTrustedIssuers(ctx: Context): Promise<IssuerRow[]> {
  authorize(ctx, 'view-connections')
  const rows = await reader().$queryRaw<IssuerRow[]>`
    select i.id, i.issuer, i.name, i.status, i.audiences, i.identify_by as "identifyBy", i.jwks_uri as "jwksUri",
      coalesce(jsonb_array_length(i.jwks -> 'keys'), 0) as keys, i.created_at as "createdAt",
      (select count(*)::int from client_federations f where f.org_id = i.org_id and f.issuer_id = i.id) as federations,
      (select count(*)::int from identity_subjects s where s.org_id = i.org_id and s.issuer_id = i.id) as subjects
    from trusted_issuers i where i.org_id = ${ctx.orgId}::uuid order by lower(i.name), i.id`
  return rows.map((row) => ({ ...row, id: toPublicId('issuer', row.id) }))
}
