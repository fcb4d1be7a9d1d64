import type { z } from 'zod'
import { askQuestion } from '@/lib/commands/ask-question'
import { breakGlass, breakGlassInput } from '@/lib/commands/break-glass'
import { closeReview } from '@/lib/commands/close-review'
import { createGroup } from '@/lib/commands/create-group'
import { decideApproval } from '@/lib/commands/decide-approval'
import { issueSession } from '@/lib/commands/issue-session'
import { proposePolicy } from '@/lib/commands/propose-policy'
import { requestGrant, requestGrantInput } from '@/lib/commands/request-grant'
import type { approvalPolicy } from '@/lib/domain/approval-policy'
import { guardrailsOfDemo } from '@/prisma/demo/guardrails'
import type { Story } from '@/prisma/demo/story'

const SECURITY = 'Platform security'
const RULES_DAYS_AGO = 20

/** Who must agree to what at the bank: nothing for what is narrow and short, two people for what is critical. */
const rulesOf = (securityId: string): z.input<typeof approvalPolicy> => ({
  rules: [
    {
      name: 'Reading for a week, nothing critical',
      when: {
        onlyAccessLevels: ['list', 'read'],
        onlyTiers: [3],
        standsBelowSeconds: 8 * 86_400,
        ttlBelowSeconds: 7200,
      },
      verdict: { kind: 'auto-approve' },
    },
    {
      name: 'Nothing critical stands for ever',
      when: { tiers: [1], isPermanent: true },
      verdict: { kind: 'auto-deny', reason: 'Ask for 90 days at most; it can be extended.' },
    },
    {
      name: 'Two people for what is critical',
      when: { changes: ['new', 'renew', 'extend', 'widen'], tiers: [1] },
      verdict: {
        kind: 'stages',
        stages: [
          { kind: 'people', name: 'Approver', from: [{ role: 'approver' }], remindAfterHours: 4 },
          {
            ...{ kind: 'people', name: SECURITY, from: [{ group: securityId }], remindAfterHours: 4 },
            ...{ escalateAfterHours: 12, escalateTo: [{ role: 'admin' }] },
          },
        ],
        lapseAfterHours: 72,
      },
    },
  ],
  officeHours: [{ weekdays: [1, 2, 3, 4, 5], startMinute: 420, durationMinutes: 780, timeZone: 'Europe/Berlin' }],
})

/** The rules, written by one admin and decided by another; guardrails the same way. */
function tellRules(story: Story): void {
  const asked = { rules: '', guardrails: '' }
  story.daysAgo(RULES_DAYS_AGO, async (now) => {
    const memberIds = ['Rosa Marchetti', 'Samira Osei'].map((name) => story.id('members', name))
    const { groupId } = await createGroup(story.as('admin', now), { name: SECURITY, memberIds })
    const rules = { kind: 'approvals', content: rulesOf(groupId), note: 'What is critical takes two teams.' } as const
    asked.rules = (await proposePolicy(story.as('admin', now), rules)).approvalId
  })
  story.daysAgo(RULES_DAYS_AGO - 0.1, async (now) => {
    const vote = { vote: 'approve', comment: 'As agreed with security.' } as const
    await decideApproval(story.as('Nils Berg', now), { approvalId: asked.rules, ...vote })
    const cedar = { kind: 'guardrails', content: guardrailsOfDemo, note: 'What no approval may allow.' } as const
    asked.guardrails = (await proposePolicy(story.as('Nils Berg', now), cedar)).approvalId
  })
  story.daysAgo(RULES_DAYS_AGO - 0.2, (now) =>
    decideApproval(story.as('admin', now), {
      approvalId: asked.guardrails,
      vote: 'approve',
      comment: 'Tests looked at.',
    }),
  )
}

type Asking = Partial<z.input<typeof requestGrantInput>> & { name: string; system: string; permissions: string[] }

async function ask(story: Story, now: Date, who: string, { system, permissions, ...rest }: Asking): Promise<void> {
  const input = requestGrantInput.parse({
    ...{ principalId: story.id('identities', 'Tomás Rey'), actorId: story.id('identities', 'cluster-janitor') },
    targets: [{ systemId: story.id('systems', system), permissions }],
    ...{ maxSessionTtlSeconds: 900, durationSeconds: 30 * 86_400, purpose: 'To be said' },
    ...rest,
  })
  const { grantId, approvalId } = await requestGrant(story.as(who, now), input)
  story.grants.set(rest.name, grantId)
  story.approvals.set(rest.name, approvalId)
}

const VAULT = 'Rotate the cluster’s certificates'

/** A grant on a critical system that has one of its two votes, and a question that waits for an answer. */
function tellHalfDecided(story: Story): void {
  story.daysAgo(9 / 24, (now) =>
    ask(story, now, 'admin', {
      ...{ name: VAULT, system: 'prod-cluster-eu', permissions: ['config:read', 'config:update', 'deployment:read'] },
      ...{ purpose: 'Rotates certificates before they run out', ticket: 'CHG-4851' },
    }),
  )
  story.daysAgo(8.5 / 24, (now) =>
    decideApproval(story.as('approver', now), {
      ...{ approvalId: story.id('approvals', VAULT), vote: 'approve', comment: 'Needed before Friday.' },
    }),
  )
  story.daysAgo(7 / 24, (now) =>
    askQuestion(story.as('Samira Osei', now), {
      ...{
        approvalId: story.id('approvals', VAULT),
        body: 'Would config:read alone do, with the update by the pipeline?',
      },
    }),
  )
}

const DIGEST = 'Prepare the risk digest'

/** Somebody who can sign in has an agent act for them: they were asked first. */
function tellConsent(story: Story): void {
  story.daysAgo(6.2, (now) =>
    ask(story, now, 'reviewer', {
      ...{ name: DIGEST, system: 'data-warehouse', permissions: ['table:list', 'table:read'] },
      ...{ principalId: story.id('identities', 'Mats Lindqvist'), actorId: story.id('identities', 'digest-agent') },
      ...{ ownerId: story.id('identities', 'Mats Lindqvist'), maxSessionTtlSeconds: 3600 },
      purpose: 'Reads figures for the weekly digest of risk',
    }),
  )
  story.daysAgo(6.1, (now) =>
    decideApproval(story.as('manager', now), { approvalId: story.id('approvals', DIGEST), vote: 'approve' }),
  )
  story.daysAgo(6, (now) =>
    decideApproval(story.as('approver', now), {
      ...{ approvalId: story.id('approvals', DIGEST), vote: 'approve', comment: 'Reads only, and he agreed.' },
    }),
  )
  story.daysAgo(0.5 / 24, async (now) => {
    const target = { grantId: story.id('grants', DIGEST), systemId: story.id('systems', 'data-warehouse') }
    await issueSession(story.system('token service', now), { ...target, ttlSeconds: 3600, parentId: undefined })
  })
}

/** The glass was broken twice: one review was closed in time, nobody has closed the other. */
function tellEmergencies(story: Story): void {
  const broken = { grantId: '' }
  const breaking = (now: Date, reason: string, ticket: string) =>
    breakGlass(
      story.as('approver', now),
      breakGlassInput.parse({
        ...{ principalId: story.id('identities', 'Tomás Rey'), actorId: story.id('identities', 'Amal Haddad') },
        targets: [
          { systemId: story.id('systems', 'prod-cluster-eu'), permissions: ['deployment:read', 'deployment:update'] },
        ],
        ...{ durationSeconds: 1800, reason, ticket },
      }),
    )
  story.daysAgo(12, async (now) => {
    broken.grantId = (await breaking(now, 'Checkout was down, the fix had to go out at once.', 'INC-1188')).grantId
  })
  story.daysAgo(11.6, (now) =>
    closeReview(story.as('reviewer', now), {
      ...{ grantId: broken.grantId, outcome: 'justified', comment: 'One deployment, the one of the incident.' },
    }),
  )
  story.daysAgo(1.5, (now) => breaking(now, 'Night batch stuck, nobody of the team could be reached.', 'INC-1203'))
}

/** How people are asked at the bank: rules and guardrails in versions, what waits, who agreed to be acted for, and what was
 *  done in emergencies. */
export function tellApprovals(story: Story): void {
  tellRules(story)
  tellHalfDecided(story)
  tellConsent(story)
  tellEmergencies(story)
}
