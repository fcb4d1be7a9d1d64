import { decideApproval } from '@/lib/commands/decide-approval'
import { issueSession } from '@/lib/commands/issue-session'
import { recordChecks } from '@/lib/commands/record-checks'
import { requestGrant, requestGrantInput } from '@/lib/commands/request-grant'
import { fromPublicId } from '@/lib/id'
import type { Delegation } from '@/prisma/demo/delegation'
import type { Story } from '@/prisma/demo/story'

const DAY_SECONDS = 86_400
const HISTORY_DAYS = 3

/** A request by the admin, an approval by the approver two hours later. */
function tellGrant(story: Story, delegation: Delegation): void {
  const { name, actor, principal, owner, system, permissions, ttlSeconds, standingDays, expiresInDays } = delegation
  const approvedAt = standingDays
  story.daysAgo(approvedAt + 2 / 24, async (now) => {
    const input = requestGrantInput.parse({
      name,
      actorId: story.id('identities', actor),
      principalId: story.id('identities', principal),
      ownerId: owner && story.id('identities', owner),
      targets: [{ systemId: story.id('systems', system), permissions }],
      maxSessionTtlSeconds: ttlSeconds,
      expiresAt: expiresInDays === null ? null : new Date(story.now.getTime() + expiresInDays * DAY_SECONDS * 1000),
      maxChainDepth: delegation.maxChainDepth ?? 0,
      purpose: delegation.purpose,
      ticket: delegation.ticket,
    })
    const { grantId, approvalId } = await requestGrant(story.as('admin', now), input)
    story.grants.set(name, grantId)
    story.approvals.set(name, approvalId)
  })
  story.daysAgo(approvedAt, (now) =>
    decideApproval(story.as('approver', now), {
      approvalId: story.id('approvals', name),
      vote: 'approve',
      comment: 'Asked for by its owner, bounds checked.',
    }),
  )
}

/** One session, and its uses spread over the part of its life that is past, up to `quietSeconds` before now. */
export function tellSession(
  story: Story,
  delegation: Delegation,
  issuedAt: Date,
  label: string,
  parent?: string,
): void {
  const { name, system, ttlSeconds, idleDays = 0 } = delegation
  story.at(issuedAt, async (now) => {
    const answer = await issueSession(story.system('token service', now), {
      grantId: story.id('grants', name),
      systemId: story.id('systems', system),
      ttlSeconds,
      parentId: parent && story.id('sessions', parent),
    })
    if ('refusals' in answer) throw new Error(`${name}: ${answer.refusals.map((refusal) => refusal.message).join(' ')}`)
    story.sessions.set(label, answer.sessionId)
  })
  const end = Math.min(issuedAt.getTime() + ttlSeconds * 1000, story.now.getTime() - idleDays * DAY_SECONDS * 1000)
  tellUses(story, label, delegation, issuedAt, new Date(Math.max(end, issuedAt.getTime() + 120_000)))
}

type Use = { permission: string; at: Date; count: number }

/** As an enforcement point tells it that names no client: the daily round measures what came of it. */
function recordOf(sessionId: string, systemId: string, { permission, at, count }: Use) {
  const times = { firstAt: at.getTime(), lastAt: at.getTime() }
  return { sessionId, systemId, permission, clientId: null, allowed: count, denied: 0, inactive: 0, ...times }
}

/** All permissions in turn until `end`; in a long life each once in the first minutes, too, on record at that time. */
function tellUses(story: Story, label: string, { used, system }: Delegation, issuedAt: Date, end: Date): void {
  const span = end.getTime() - issuedAt.getTime() - 30_000
  const early = used.map((permission, index) => ({
    permission,
    at: new Date(issuedAt.getTime() + (index + 1) * 5_000),
    count: 2,
  }))
  const late = Array.from({ length: used.length === 0 ? 0 : 24 }, (_, index) => ({
    permission: used[index % used.length] ?? '',
    at: new Date(issuedAt.getTime() + Math.round((span * (index + 1)) / 24)),
    count: 1 + ((index * 7) % 11),
  }))
  for (const part of span > DAY_SECONDS * 1000 ? [early, late] : [late]) {
    const uses = part.filter((use) => use.at <= story.now)
    const last = uses.at(-1)
    if (!last) continue
    story.at(last.at, (now) => {
      const ids = [story.id('sessions', label), story.id('systems', system)] as const
      const [session, on] = [fromPublicId('session', ids[0]), fromPublicId('system', ids[1])]
      return recordChecks(
        story.system('token service', now),
        uses.map((use) => recordOf(session, on, use)),
      )
    })
  }
}

/** A grant and all that was done under it: sessions on past days, and those that live now. */
export function tellDelegation(story: Story, delegation: Delegation): void {
  tellGrant(story, delegation)
  const { name, perDay, live, ttlSeconds, standingDays } = delegation
  for (let day = Math.min(HISTORY_DAYS, standingDays - 1); day >= 1; day--) {
    for (let index = 0; index < perDay; index++) {
      const daysAgo = day + 0.5 + (index + 1) / (perDay + 2) / 3
      const issuedAt = new Date(story.now.getTime() - daysAgo * DAY_SECONDS * 1000)
      if (daysAgo < standingDays) tellSession(story, delegation, issuedAt, `${name} ${day}/${index}`)
    }
  }
  for (let day = standingDays - 0.2; perDay > 0 && day > HISTORY_DAYS + 1; day -= 20) {
    tellSession(story, delegation, new Date(story.now.getTime() - day * DAY_SECONDS * 1000), `${name} early/${day}`)
  }
  const age = Math.min(ttlSeconds, standingDays * DAY_SECONDS) * 0.85
  for (let index = 0; index < live; index++) {
    const issuedAt = new Date(story.now.getTime() - ((age * (index + 1)) / (live + 1) + 20) * 1000)
    tellSession(story, delegation, issuedAt, `${name} live/${index}`)
  }
}
