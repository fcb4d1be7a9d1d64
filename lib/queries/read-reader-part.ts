import { reader } from '@/lib/db'
import { type ApprovalPolicy, approvalPolicy, DEFAULT_POLICY } from '@/lib/domain/approval-policy'
import { HINDRANCES, hindranceOf, type Question, type Stage } from '@/lib/domain/approval-tally'
import { hindranceInPlace } from '@/lib/domain/ballot'
import type { Context } from '@/lib/domain/context'
import type { Tier } from '@/lib/domain/limits'
import { toPublicId } from '@/lib/id'
import type { InboxReader } from '@/lib/queries/inbox-sql'

const SENTENCES: Partial<Record<string, string>> = {
  requester: 'You asked for this yourself. Somebody else has to decide.',
  concerned: 'This is done in your name, by you or through what you own. Somebody else has to decide.',
  'not-asked': 'You are not asked in this stage.',
  voted: 'You have voted. More votes are needed.',
  'outside-hours': 'This stage takes votes at other hours.',
  'not-its-turn': 'Your stage has not begun.',
  deactivated: 'You are no longer a member.',
}

type Power = { hindrance: string | null; inPlaceOf: { id: string; name: string }[] }

/** What stands between the reader and a vote in the stage whose turn it is. As the command has it (check-voter), which looks
 *  again. */
export function powerOf(question: Question, stage: Stage | undefined, { self, absent }: InboxReader, now: Date): Power {
  if (!self || !stage) return { hindrance: 'You are not among those who are asked.', inPlaceOf: [] }
  if (stage.kind === 'reviewer')
    return { hindrance: `${stage.name} is asked first, which is no person.`, inPlaceOf: [] }
  const own = hindranceOf(question, stage, self, now, stage.position)
  if (own === null) return { hindrance: null, inPlaceOf: [] }
  const inPlaceOf =
    own === 'not-asked'
      ? absent
          .filter((voter) => hindranceInPlace(question, stage, { delegate: self, absent: voter }, now) === null)
          .map(({ memberId, name }) => ({ id: toPublicId('member', memberId), name }))
      : []
  if (inPlaceOf.length > 0) return { hindrance: null, inPlaceOf }
  return { hindrance: SENTENCES[own] ?? `Whoever ${HINDRANCES[own]} cannot decide.`, inPlaceOf: [] }
}

/** The approval rules of some versions; version 0, and what is not there, are the rules that Remit brings along. */
export async function readRuleVersions(orgId: string, versions: readonly (number | null)[]) {
  const wanted = [...new Set(versions.filter((version) => version !== null))]
  const rows = await reader().policyVersion.findMany({
    where: { orgId, kind: 'approvals', version: { in: wanted } },
    select: { version: true, content: true },
  })
  const known = new Map(rows.map(({ version, content }) => [version, approvalPolicy.parse(content)]))
  return (version: number | null): ApprovalPolicy => known.get(version ?? 0) ?? DEFAULT_POLICY
}

/** Whether the reader has to sign in again before they may approve. */
export function needsStepUp(
  { actor, now }: Context,
  tier: number | null,
  stage: Stage | undefined,
  { stepUp }: ApprovalPolicy,
): boolean {
  if (actor.kind !== 'member' || stage?.kind !== 'people' || tier === null) return false
  if (!stepUp.tiers.includes(tier as Tier)) return false
  const since = actor.token || !actor.authenticatedAt ? null : now.getTime() - actor.authenticatedAt.getTime()
  return since === null || since > stepUp.withinMinutes * 60_000
}
