import { changeFinding } from '@/lib/commands/change-finding'
import { departIdentity } from '@/lib/commands/depart-identity'
import { issueSession } from '@/lib/commands/issue-session'
import { lockSessions } from '@/lib/commands/lock-sessions'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { findingListRequest } from '@/lib/domain/finding-filter'
import { listFindings } from '@/lib/queries/list-findings'
import type { Story } from '@/prisma/demo/story'
import { tellSession } from '@/prisma/demo/tell-delegation'
import { TROUBLED } from '@/prisma/demo/troubled'

/** Two people leave; what was issued in their name before stays behind. */
function tellDepartures(story: Story): void {
  story.daysAgo(16, (now) =>
    departIdentity(story.as('admin', now), {
      identityId: story.id('identities', 'Petra Vogel'),
      reason: 'Left the bank at the end of the month.',
    }),
  )
  story.daysAgo(6, (now) =>
    departIdentity(story.as('admin', now), {
      identityId: story.id('identities', 'Lars Holm'),
      reason: 'Contract ended.',
    }),
  )
}

/** A chain: entitlement-sync hands its work on to directory-writer. */
function tellChain(story: Story): void {
  const writer = TROUBLED.find((delegation) => delegation.actor === 'directory-writer')
  if (!writer) return
  for (const index of [0, 1, 2]) {
    const issuedAt = new Date(story.now.getTime() - (16 - index * 4) * 60_000)
    tellSession(
      story,
      { ...writer, used: writer.used.slice(0, 1 + (index % 2)) },
      issuedAt,
      `chain ${index}`,
      'Directory upkeep live/0',
    )
  }
}

/** A session asked for outside its grant: refused, and on record. */
function tellRefusals(story: Story): void {
  for (const daysAgo of [9, 3, 0.3, 0.02]) {
    story.daysAgo(daysAgo, (now) =>
      issueSession(story.system('token service', now), {
        grantId: story.id('grants', 'Answer support cases'),
        systemId: story.id('systems', 'ticketing'),
        permissions: ['case:read', 'entitlement:write'],
        ttlSeconds: 3600,
      }),
    )
  }
}

/** An agent that keeps asking for what it was never given: first by the hour, then more often. */
function tellPersistence(story: Story): void {
  for (const hoursAgo of [21, 18, 15, 11, 7, 4, 2, 1, 0.4]) {
    story.daysAgo(hoursAgo / 24, (now) =>
      issueSession(story.system('token service', now), {
        grantId: story.id('grants', 'Tidy the cluster'),
        systemId: story.id('systems', 'prod-cluster-eu'),
        permissions: ['deployment:list', 'deployment:create', 'config:update'],
        ttlSeconds: 3600,
      }),
    )
  }
}

/** What reviewers already did: ended two long sessions, locked one, took note of a finding and accepted another for a time. */
function tellReviews(story: Story): void {
  const end = (label: string, reason: string) => (now: Date) =>
    revokeSessions(
      story.as('reviewer', now),
      revokeSessionsInput.parse({ sessionIds: [story.id('sessions', label)], reason }),
    )
  story.daysAgo(4, end('Deploy the old shop live/1', 'Nobody answers for it since Petra left.'))
  story.daysAgo(2, end('Mirror the directory live/1', 'The second mirror was switched off in May.'))
  story.daysAgo(0.05, (now) =>
    lockSessions(story.as('reviewer', now), {
      sessionIds: [story.id('sessions', 'Tidy the cluster live/0')],
      until: new Date(story.now.getTime() + 22 * 3_600_000),
      reason: 'Deletes more than the ticket says. Locked until Tomás has answered.',
    }),
  )
  const decide = (detector: string, to: 'acknowledged' | 'accepted', reason: string) => async (now: Date) => {
    const ctx = story.as('reviewer', now)
    const { rows } = await listFindings(ctx, findingListRequest.parse({ detector, status: 'open' }))
    const finding = rows.at(-1)
    if (!finding) return
    const until = new Date(story.now.getTime() + 30 * 86_400_000)
    await changeFinding(ctx, { findingIds: [finding.id], to, until: to === 'accepted' ? until : null, reason })
  }
  story.daysAgo(5, decide('over-scoped', 'acknowledged', 'Narrowing agreed with its owner.'))
  story.daysAgo(3, decide('long-lived', 'accepted', 'Accepted until the quarter is closed.'))
}

export function tellTrouble(story: Story): void {
  tellDepartures(story)
  tellChain(story)
  tellRefusals(story)
  tellPersistence(story)
  tellReviews(story)
}
