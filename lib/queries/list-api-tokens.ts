import { reader } from '@/lib/db'
import { API_SCOPES, type ApiScope } from '@/lib/domain/api-scope'
import { type ApiTokenRow, tokenState } from '@/lib/domain/api-token'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'

const MOST = 200
const isScope = (word: string): word is ApiScope => (API_SCOPES as readonly string[]).includes(word)

type Holder = { id: string; name: string } | null

function toHolder(member: Holder, identity: Holder): ApiTokenRow['holder'] {
  if (member) return { kind: 'member', id: toPublicId('member', member.id), name: member.name }
  return { kind: 'service', id: toPublicId('identity', identity?.id ?? ''), name: identity?.name ?? '' }
}

/** The tokens of whoever asks, or those of all services; the newest 200. Nothing in them lets anybody in. */
export async function listApiTokens(ctx: Context, of: 'own' | 'services'): Promise<ApiTokenRow[]> {
  authorize(ctx, of === 'own' ? 'manage-own-tokens' : 'manage-service-tokens')
  const { orgId, actor, now } = ctx
  if (of === 'own' && actor.kind !== 'member') return []
  const whose = of === 'own' && actor.kind === 'member' ? { memberId: actor.memberId } : { identityId: { not: null } }
  const party = { select: { id: true, name: true } }
  const rows = await reader().apiToken.findMany({
    where: { orgId, ...whose },
    orderBy: { id: 'desc' },
    take: MOST,
    include: { member: party, identity: party },
  })
  return rows.map(({ id, name, hint, scopes, createdBy, createdAt, expiresAt, lastUsedAt, ...row }) => ({
    ...{ id: toPublicId('token', id), name, hint, createdBy, createdAt, expiresAt, lastUsedAt },
    holder: toHolder(row.member, row.identity),
    scopes: scopes.filter(isScope),
    state: tokenState({ expiresAt, revokedAt: row.revokedAt }, now),
  }))
}
