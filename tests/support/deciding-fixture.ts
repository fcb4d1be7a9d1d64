import type { z } from 'zod'
import { mutate, reader } from '@/lib/db'
import { approvalPolicy } from '@/lib/domain/approval-policy'
import type { Context, Role } from '@/lib/domain/context'
import { fromPublicId, newId, toPublicId } from '@/lib/id'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'

export type Deciding = Awaited<ReturnType<typeof createDeciding>>
type Rules = z.input<typeof approvalPolicy>
type Person = { roles?: Role[]; groups?: string[]; identityId?: string }

const event = { action: 'member.added', subjectKind: 'member', subjectId: newId(NOW) } as const

/** An organisation with rules, groups, absences and as many people as a test wants. Ids that makers take and return are
 *  public; `person` gives the context of somebody who has just signed in. */
export async function createDeciding() {
  const org = await createLifecycle()
  const { orgId, remit } = org
  const write = <T>(work: Parameters<typeof mutate<T>>[1]) => mutate<T>(remit(), work)
  const rules = (content: Rules) =>
    write(async (tx) => {
      const last = await tx.policyVersion.findFirst({ where: { orgId }, orderBy: { version: 'desc' } })
      await tx.policyVersion.updateMany({ where: { orgId, status: 'active' }, data: { status: 'superseded' } })
      const version = (last?.version ?? 0) + 1
      const told = { note: 'For a test.', proposedBy: 'test', proposedAt: NOW, content: approvalPolicy.parse(content) }
      await tx.policyVersion.create({
        data: { orgId, id: newId(NOW), kind: 'approvals', version, status: 'active', ...told },
      })
      return { result: version, events: [event] as const }
    })
  const group = (name: string) =>
    write(async (tx) => {
      const id = newId(NOW)
      await tx.memberGroup.create({ data: { orgId, id, name, createdAt: NOW } })
      return { result: toPublicId('group', id), events: [event] as const }
    })
  const person = async (name: string, { roles = ['approver'], groups = [], identityId }: Person = {}, now = NOW) => {
    const memberId = newId(NOW)
    const identity = identityId ? { identityId: fromPublicId('identity', identityId) } : {}
    await write(async (tx) => {
      const data = { orgId, id: memberId, name, email: `${memberId}@example.com`, roles, joinedAt: at('-90d') }
      await tx.member.create({ data: { ...data, ...identity } })
      await tx.memberGroupMember.createMany({
        data: groups.map((each) => ({ orgId, memberId, groupId: fromPublicId('group', each), addedAt: NOW })),
      })
      return { result: null, events: [event] as const }
    })
    const ctx: Context = { orgId, now, actor: { kind: 'member', memberId, name, roles, authenticatedAt: now } }
    return { ctx, memberId, id: toPublicId('member', memberId) }
  }
  const away = (memberId: string, delegateId: string) =>
    write(async (tx) => {
      const times = { startsAt: at('-1h'), endsAt: at('+7d'), createdAt: NOW }
      const rest = { reason: 'On holiday.', createdBy: 'test', memberId, delegateId }
      await tx.approverAbsence.create({ data: { orgId, id: newId(NOW), ...times, ...rest } })
      return { result: null, events: [event] as const }
    })
  const change = (memberId: string, data: { roles?: Role[]; deactivatedAt?: Date }) =>
    write(async (tx) => {
      await tx.member.update({ where: { orgId_id: { orgId, id: memberId } }, data })
      return { result: null, events: [event] as const }
    })
  const readApproval = (publicId: string) =>
    reader().approval.findUniqueOrThrow({
      where: { orgId_id: { orgId, id: fromPublicId('approval', publicId) } },
      include: { stages: { include: { votes: true } }, offers: true, notes: true },
    })
  /** A grant that waits: what was asked, and the question about it. */
  const ask = async (bounds: Parameters<typeof org.request>[0] = {}, ctx = org.as('admin')) => {
    const grantId = await org.request(bounds, ctx)
    return { grantId, approvalId: await org.approvalOf(grantId) }
  }
  return { ...org, write, rules, group, person, away, change, readApproval, ask }
}

/** One stage of so many votes of a group, or of whoever is an approver. */
export function stageOf(votes: number, group?: string, more: object = {}) {
  const from = group ? [{ group }] : [{ role: 'approver' as const }]
  return { kind: 'people' as const, name: group ? 'Team' : 'Approver', votes, from, ...more }
}

/** Rules that put everything to these stages. */
export function staged(...stages: ReturnType<typeof stageOf>[]): Rules {
  return { otherwise: { kind: 'stages', stages } }
}
