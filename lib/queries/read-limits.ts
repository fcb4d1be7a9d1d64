import { z } from 'zod'
import { reader } from '@/lib/db'
import { DEFAULT_LIMITS, type Limits } from '@/lib/domain/limits'

const steps = z.array(z.object({ untilSeconds: z.number().positive(), maxBreadth: z.number().min(0).max(100) }))
const limits = z.object({ 1: steps, 2: steps, 3: steps })

/** The limits that hold in an organisation: its own, else the ones everybody starts from. */
export async function readLimits(orgId: string): Promise<Limits> {
  const organisation = await reader().organisation.findUnique({ where: { id: orgId }, select: { limits: true } })
  return limits.safeParse(organisation?.limits).data ?? DEFAULT_LIMITS
}
