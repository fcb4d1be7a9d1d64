import DataLoader from 'dataloader'
import { gather } from '@/lib/db/gather'
import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { SigningAlg } from '@/lib/domain/client'
import type { Context } from '@/lib/domain/context'

type Key = { orgId: string; systemId: string }

const nameOf = ({ orgId, systemId }: Key) => `${orgId} ${systemId}`

const find = statement<Key>(
  'find-signing-alg',
  `select k.org_id as "orgId", k.system_id as "systemId" from unnest($1::uuid[], $2::uuid[]) as k(org_id, system_id)
   where exists (
     select from client_systems s join clients c on c.org_id = s.org_id and c.id = s.client_id
     where s.org_id = k.org_id and s.system_id = k.system_id and c.status = 'active' and c.signing_alg = 'RS256')`,
)

const { schedule, counted } = gather(2)

/** Whether somebody in front of a system can only verify RS256. Many requests of one moment share one
 *  statement, in which each system stands once. */
const loader = new DataLoader<Key, boolean>(
  counted(async (keys: readonly Key[]) => {
    const asked = [...new Map(keys.map((key) => [nameOf(key), key])).values()]
    const rows = await find([asked.map(({ orgId }) => orgId), asked.map(({ systemId }) => systemId)])
    const found = new Set(rows.map(nameOf))
    return keys.map((key) => found.has(nameOf(key)))
  }),
  { cache: false, maxBatchSize: 200, batchScheduleFn: schedule },
)

/** What a token for these systems (UUIDs) is signed with: RS256 where one of their resource servers needs it, else ES256.
 *  Needs `issue-session`. */
export async function findSigningAlg(ctx: Context, systemIds: readonly string[]): Promise<SigningAlg> {
  authorize(ctx, 'issue-session')
  const needs = await Promise.all(systemIds.map((systemId) => loader.load({ orgId: ctx.orgId, systemId })))
  return needs.includes(true) ? 'RS256' : 'ES256'
}
