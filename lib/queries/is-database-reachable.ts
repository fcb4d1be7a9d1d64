import { statement } from '@/lib/db/statement'
import { DomainError } from '@/lib/domain/error'

const ask = statement('is-database-reachable', 'select 1')

/** Whether statements can be run now. Needs no role and tells nothing of any organisation. */
export async function isDatabaseReachable(): Promise<boolean> {
  try {
    return (await ask([])).length === 1
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}
