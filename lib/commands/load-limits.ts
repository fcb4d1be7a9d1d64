import type { Tx } from '@/lib/db'
import { type Limits, limitsOf } from '@/lib/domain/limits'

/** The limits that hold in an organisation, read within a command's transaction. */
export async function loadLimits(tx: Tx, orgId: string): Promise<Limits> {
  const { limits } = await tx.organisation.findUniqueOrThrow({ where: { id: orgId }, select: { limits: true } })
  return limitsOf(limits)
}
