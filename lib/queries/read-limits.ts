import { reader } from '@/lib/db'
import { type Limits, limitsOf } from '@/lib/domain/limits'

/** The limits that hold in an organisation: its own, else the ones everybody starts from. */
export async function readLimits(orgId: string): Promise<Limits> {
  const organisation = await reader().organisation.findUnique({ where: { id: orgId }, select: { limits: true } })
  return limitsOf(organisation?.limits)
}
