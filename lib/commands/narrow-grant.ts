import { z } from 'zod'
import { toChange } from '@/lib/commands/ask-for-change'
import { listLiveSessionIds } from '@/lib/commands/end-grant'
import { type ChangeableGrant, loadChangeableGrant } from '@/lib/commands/load-changeable-grant'
import { orderRevocation } from '@/lib/commands/order-revocation'
import { type RevocationResult, toRevocationResult } from '@/lib/commands/revoke-sessions'
import { replaceTerms } from '@/lib/commands/store-terms'
import { withdrawApprovals } from '@/lib/commands/withdraw-approvals'
import { mutate, type Tx } from '@/lib/db'
import { readOwnIdentities } from '@/lib/db/own-identities'
import { authorize, isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { changeTerms, grantChangeInput, isSameTerms } from '@/lib/domain/grant-change'
import { endOf, type GrantTerms, isWithin } from '@/lib/domain/grant-terms'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

/** `endSessions`: those that live now end too; else they go on with what they were issued with. */
export const narrowGrantInput = grantChangeInput.safeExtend({
  grantId: z.string(),
  reason: reasonInput,
  endSessions: z.boolean().default(false),
})

/** `breadth` before and after; `changesWithdrawn`: what was asked about the wider grant waits no more. */
export type Narrowed = RevocationResult & {
  grantId: string
  breadth: { before: number | null; after: number }
  changesWithdrawn: number
}

/** Whoever may revoke may take a part away; so may those it concerns: who asked, acts, is acted for, or answers for it. */
async function checkMayNarrow(tx: Tx, ctx: Context, { row }: ChangeableGrant): Promise<void> {
  if (isAllowed(ctx, 'revoke-access')) return
  const mine = await readOwnIdentities(tx, ctx)
  const concerned = [row.principalId, row.actorId, row.ownerId, row.actor.ownerId, row.requestedByIdentityId]
  const hasAsked = ctx.actor.kind === 'member' && row.requestedByMemberId === ctx.actor.memberId
  if (hasAsked || concerned.some((id) => id !== null && mine.includes(id))) return
  throw new DomainError('not_yours', 'It takes a reviewer or an admin, or one whom this grant concerns, to narrow it.')
}

function checkNarrower(before: GrantTerms, terms: GrantTerms, now: Date): void {
  const end = endOf(terms, now)
  if (end !== null && end <= now) throw new DomainError('invalid_input', 'To end it now, revoke it.')
  if (isSameTerms(before, terms)) throw new DomainError('nothing_to_change', 'It allows no more than that already.')
  if (!isWithin(before, terms, now))
    throw new DomainError('not_narrower', 'This is more than the grant allows in some respect. Ask to widen it.')
}

/** A length counts from now: what is narrowed holds at once. */
const settled = (terms: GrantTerms, now: Date): GrantTerms => ({
  ...terms,
  expiresAt: endOf(terms, now),
  durationSeconds: null,
})

async function endSessionsUnder(tx: Tx, ctx: Context, grantId: string, reason: string) {
  return orderRevocation(tx, ctx, {
    ...{ scope: 'grant', scopeId: grantId, reason, keepChildrenUnderAnotherGrant: false },
    selectedIds: await listLiveSessionIds(tx, ctx, grantId),
  })
}

/** Lets a grant allow less, at once and without asking: nothing in it is new. A change that waits is withdrawn, since it was
 *  asked of the wider one. @throws DomainError `not_narrower`, `nothing_to_change`, `not_yours`, `wrong_status`, `lapsed` */
export async function narrowGrant(ctx: Context, input: z.output<typeof narrowGrantInput>): Promise<Narrowed> {
  authorize(ctx, 'request-grant')
  const { grantId, reason, endSessions, ...change } = input
  const id = fromPublicId('grant', grantId)
  return mutate(ctx, async (tx) => {
    const grant = await loadChangeableGrant(tx, ctx, grantId)
    await checkMayNarrow(tx, ctx, grant)
    const terms = changeTerms(grant.terms, toChange(change))
    checkNarrower(grant.terms, terms, ctx.now)
    const { row } = grant
    const described = await replaceTerms(tx, ctx, id, { ...settled(terms, ctx.now), startsAt: null })
    const withdrawn = await withdrawApprovals(tx, ctx, id, `Narrowed: ${reason}`)
    const order = endSessions ? await endSessionsUnder(tx, ctx, id, reason) : null
    const breadth = { before: row.breadth, after: described.breadth.score }
    const subject = { subjectKind: 'grant', subjectId: id, subjectName: row.name } as const
    const data = { breadth, before: grant.terms, terms, endSessions }
    return {
      result: { ...toRevocationResult(order, 0), grantId, breadth, changesWithdrawn: withdrawn.events.length },
      events: [{ action: 'grant.narrowed', ...subject, reason, data }, ...withdrawn.events, ...(order?.events ?? [])],
      jobs: [...withdrawn.jobs, ...(order?.jobs ?? [])],
    }
  })
}
