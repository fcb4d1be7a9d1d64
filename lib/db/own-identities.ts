import type { PrismaClient } from '@/generated/prisma/client'
import type { Tx } from '@/lib/db'
import { readVoters } from '@/lib/db/question'
import type { Context } from '@/lib/domain/context'

/** Who the caller is among those who delegate and act (UUIDs): a member by link or by address, a service itself. */
export async function readOwnIdentities(db: Tx | PrismaClient, { orgId, actor }: Context): Promise<readonly string[]> {
  if (actor.kind === 'service') return [actor.identityId]
  if (actor.kind !== 'member') return []
  return (await readVoters(db, orgId, [actor.memberId])).get(actor.memberId)?.identityIds ?? []
}
