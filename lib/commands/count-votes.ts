import type { Tx } from '@/lib/db'
import { readQuestion, readVoters, type StoredQuestion } from '@/lib/db/question'
import { type Tally, tally, type Voter } from '@/lib/domain/approval-tally'
import { notFound } from '@/lib/domain/error'

/** Everybody whose power the votes of a question rest on. */
async function loadVoters(tx: Tx, orgId: string, { question }: StoredQuestion) {
  const ids = question.votes.flatMap(({ memberId, onBehalfOfMemberId }) => [memberId, onBehalfOfMemberId])
  return readVoters(
    tx,
    orgId,
    ids.filter((id) => id !== null),
  )
}

/** How a question stands within this transaction. Votes that lost their power since do not count. `voters`: whoever has
 *  taken part in one. */
export async function countVotes(
  tx: Tx,
  orgId: string,
  approvalId: string,
): Promise<Tally & { stored: StoredQuestion; voters: Map<string, Voter> }> {
  const stored = await readQuestion(tx, orgId, approvalId)
  if (!stored) throw notFound('request')
  const voters = await loadVoters(tx, orgId, stored)
  return { ...tally(stored.question, voters), stored, voters }
}
