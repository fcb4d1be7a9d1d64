import { statement } from '@/lib/db/statement'

/** How many numbers one call of the database brings: the increment of the sequence. */
const AT_ONCE = 256n

const takeBlock = statement<{ first: string }>('take-status-numbers', `select nextval('status_numbers')::text as first`)

let next = 0n
let end = 0n
let taking: Promise<void> | null = null

async function take(): Promise<void> {
  const [block] = await takeBlock([])
  if (!block) throw new Error('a sequence always answers')
  next = BigInt(block.first)
  end = next + AT_ONCE
}

/** A number that no other token has or will have: its place in the status lists. What this process has taken and not
 *  used is lost when it ends, which leaves a gap and nothing else.
 *  @throws DomainError `unavailable` */
export async function takeStatusNumber(): Promise<bigint> {
  while (next === end) {
    taking ??= take().finally(() => {
      taking = null
    })
    await taking
  }
  return next++
}
