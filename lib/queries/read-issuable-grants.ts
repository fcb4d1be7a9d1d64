import DataLoader from 'dataloader'
import { gather } from '@/lib/db/gather'
import { type AskedGrants, type GrantQuestion, issuableGrants } from '@/lib/db/issuable-grants'
import type { IssuableGrant } from '@/lib/domain/issuance'

const { schedule, counted } = gather(2)
const loaderOf = (read: typeof issuableGrants.byId) =>
  new DataLoader<AskedGrants, IssuableGrant[]>(counted(read), {
    cache: false,
    maxBatchSize: 200,
    batchScheduleFn: schedule,
  })
const [byId, byActor] = [loaderOf(issuableGrants.byId), loaderOf(issuableGrants.byActor)]

/** Managed grants with everything that decides about a session under them; requests of one moment share a statement. Part
 *  of queries that have authorized.
 *  @throws DomainError `unavailable` where the database cannot be reached */
export async function readIssuableGrants(orgId: string, now: Date, question: GrantQuestion): Promise<IssuableGrant[]> {
  const asked = { ...question, orgId, at: now.toISOString() }
  return question.grantId === undefined ? byActor.load(asked) : byId.load(asked)
}
