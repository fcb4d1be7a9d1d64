import { z } from 'zod'
import { checkAbsence } from '@/lib/commands/check-absence'
import { mutate, type Tx } from '@/lib/db'
import { readVoters } from '@/lib/db/question'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId, newId, toPublicId } from '@/lib/id'

const YEAR_MS = 366 * 86_400_000

/** `memberId`: who is away; without it the caller. `delegateId`: who votes in their place meanwhile. */
export const setAbsenceInput = z.object({
  memberId: z.string().optional(),
  delegateId: z.string(),
  startsAt: z.coerce.date(),
  endsAt: z.coerce.date(),
  reason: reasonInput,
})
type Absence = z.output<typeof setAbsenceInput>
type Pair = { memberId: string; delegateId: string }

/** Admins may set it for somebody who could not, and never with themselves as the one who votes. */
function readPair({ actor }: Context, input: Absence): Pair {
  const own = actor.kind === 'member' ? actor.memberId : null
  const memberId = input.memberId ? fromPublicId('member', input.memberId) : own
  if (!memberId) throw new DomainError('invalid_input', 'Say who is away.')
  const delegateId = fromPublicId('member', input.delegateId)
  if (memberId === delegateId) throw new DomainError('invalid_input', 'Nobody votes in their own place.')
  if (actor.kind !== 'member' || memberId === own) return { memberId, delegateId }
  if (!actor.roles.includes('admin'))
    throw new DomainError('not_yours', 'You can say when you are away. For others an admin can.')
  if (delegateId === own)
    throw new DomainError('not_yours', 'You cannot name yourself. They can name you, or another admin.')
  return { memberId, delegateId }
}

function checkDates({ startsAt, endsAt }: Absence, now: Date): void {
  if (endsAt <= startsAt || endsAt <= now)
    throw new DomainError('invalid_input', 'An absence ends after it starts, and in the future.')
  if (endsAt.getTime() - startsAt.getTime() > YEAR_MS)
    throw new DomainError('invalid_input', 'An absence lasts a year at most.')
}

async function loadPair(tx: Tx, { orgId }: Context, { memberId, delegateId }: Pair) {
  const people = await readVoters(tx, orgId, [memberId, delegateId])
  const [member, delegate] = [people.get(memberId), people.get(delegateId)]
  if (!member || !delegate) throw notFound('member')
  const gone = [member, delegate].find(({ isActive }) => !isActive)
  if (gone) throw new DomainError('wrong_status', `${gone.name} is deactivated.`)
  if (member.identityIds.some((id) => delegate.identityIds.includes(id)))
    throw new DomainError('invalid_input', `${member.name} and ${delegate.name} are the same person.`)
  return { member, delegate }
}

/** Whoever is away names one person, who is there: a delegate's delegate has no power. */
async function requireNoOverlap(
  tx: Tx,
  { orgId }: Context,
  input: Absence,
  pair: Awaited<ReturnType<typeof loadPair>>,
) {
  const { member, delegate } = pair
  const overlaps = { orgId, endedAt: null, startsAt: { lt: input.endsAt }, endsAt: { gt: input.startsAt } }
  if (await tx.approverAbsence.findFirst({ where: { ...overlaps, memberId: member.memberId } }))
    throw new DomainError('overlap', `${member.name} is away then already. End that absence first.`)
  if (await tx.approverAbsence.findFirst({ where: { ...overlaps, memberId: delegate.memberId } }))
    throw new DomainError('delegate_away', `${delegate.name} is away then, too. Name somebody who is there.`)
  if (await tx.approverAbsence.findFirst({ where: { ...overlaps, delegateId: member.memberId } }))
    throw new DomainError('is_delegate', `${member.name} votes in another's place then. That has to end first.`)
}

/** Says when somebody is away and who votes in their place meanwhile. Such a vote says for whom it is, and counts once.
 *  @throws DomainError `not_found`, `not_yours`, `invalid_input`, `wrong_status`, `overlap`, `delegate_away`, `is_delegate`,
 *  `self_promotion` */
export async function setAbsence(ctx: Context, input: Absence): Promise<{ absenceId: string }> {
  authorize(ctx, 'set-absence')
  const { orgId, actor, now } = ctx
  const ids = readPair(ctx, input)
  checkDates(input, now)
  const { startsAt, endsAt, reason } = input
  const id = newId(now)
  return mutate(ctx, async (tx) => {
    const pair = await loadPair(tx, ctx, ids)
    await checkAbsence(tx, ctx, pair.member)
    await requireNoOverlap(tx, ctx, input, pair)
    const made = { startsAt, endsAt, reason, createdBy: actor.name, createdAt: now }
    await tx.approverAbsence.create({ data: { orgId, id, ...ids, ...made } })
    const delegate = { delegateId: input.delegateId, delegateName: pair.delegate.name }
    const data = { ...delegate, memberId: toPublicId('member', ids.memberId), startsAt, endsAt }
    const subject = { subjectKind: 'absence', subjectId: id, subjectName: pair.member.name } as const
    return {
      result: { absenceId: toPublicId('absence', id) },
      events: [{ action: 'absence.set', ...subject, reason, data }],
    }
  })
}
