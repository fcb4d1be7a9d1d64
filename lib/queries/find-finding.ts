import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import type { FindingDetail } from '@/lib/domain/finding-row'
import { getFinding } from '@/lib/queries/get-finding'

/** The finding an address names, or null: for none, for one that is not there, and for one of another organisation. */
export async function findFinding(ctx: Context, findingId: string | undefined): Promise<FindingDetail | null> {
  if (!findingId) return null
  return getFinding(ctx, findingId).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_found') return null
    throw error
  })
}
