import { statement } from '@/lib/db/statement'
import type { InstallationContext } from '@/lib/domain/context'

/** So many numbers are taken at a time: those of the last block may be in use. */
const readTaken = statement<{ taken: string }>(
  'read-taken-status-numbers',
  `select case when is_called then last_value + 256 else 0 end::text as taken from status_numbers`,
)

const listBlocks = statement<{ block: string }>(
  'list-status-number-blocks',
  `select distinct (s.status_number / $2)::text as block from delegated_sessions s
  where s.status_number is not null and s.expires_at > $1`,
)

/** How many numbers have been taken: whatever is lower may stand in a token. @throws DomainError `unavailable` */
export async function countStatusNumbers(_caller: Pick<InstallationContext, 'actor'>): Promise<number> {
  const [row] = await readTaken([])
  return Number(row?.taken ?? 0)
}

/** Which blocks of `size` numbers hold tokens that have not run out at `now`, from the first on.
 *  @throws DomainError `unavailable` */
export async function listStatusNumberBlocks({ now }: InstallationContext, size: number): Promise<number[]> {
  const blocks = await listBlocks([now, size])
  return blocks.map(({ block }) => Number(block)).sort((a, b) => a - b)
}
