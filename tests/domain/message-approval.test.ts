import { describe, expect, it } from 'vitest'
import type { ApprovalStory } from '@/lib/domain/approval-story'
import { linkFault } from '@/lib/domain/decision-link'
import { type Letter, letterText } from '@/lib/domain/letter'
import { messageBody } from '@/lib/domain/message'
import { tellStory } from '@/lib/domain/message-approval'
import { dueWarning, weekOf } from '@/lib/domain/message-expiry'
import { readTicketEvent } from '@/lib/domain/ticket-event'
import { at, NOW } from '@/tests/support/clock'

const STORY: ApprovalStory = {
  ...{ id: 'id', publicId: 'apr_1', kind: 'grant', title: 'bot for Ines', sentence: 'Mats asks.', facts: [] },
  ...{ purpose: null, requestedBy: 'Mats', requesterId: 'mats', status: 'pending', isNews: true, revision: 0 },
  ...{ expiresAt: at('+1d'), stage: { position: 1, name: 'Approver', kind: 'people', opensNext: null } },
  asked: [
    { memberId: 'amal', inPlaceOf: null },
    { memberId: 'dora', inPlaceOf: 'Erik' },
  ],
  ...{ toldIds: ['amal', 'dora', 'erik'], eligibleIds: ['amal', 'erik'], principalId: 'ines', isAgreedByRule: false },
  ...{ offers: [], notes: [], votes: [] },
}
const told = (over: Partial<ApprovalStory>, telling: Parameters<typeof tellStory>[1]) =>
  tellStory({ ...STORY, ...over }, telling).map(({ to, subject }) => {
    return `${to === 'channels' ? to : 'memberId' in to ? to.memberId : to.email}: ${subject}`
  })
const VOTES: ApprovalStory['votes'] = [
  { memberId: 'amal', name: 'Amal', vote: 'approve', comment: null },
  { memberId: 'erik', name: 'Erik', vote: 'approve', comment: 'Fine.' },
]

describe('who is told', () => {
  it('of a question: those who may vote now, and the channels', () => {
    expect(told({}, 'opened')).toEqual([
      ...['amal: Decide: bot for Ines', 'dora: Decide: bot for Ines'],
      'channels: Waiting for Approver: bot for Ines',
    ])
    const [, dora] = tellStory(STORY, 'opened')
    expect(dora?.body.lead).toContain('in the place of Erik')
  })

  it('of a question that is a reviewer’s turn, or over: nobody', () => {
    expect(told({ stage: { position: 1, name: 'Bot', kind: 'reviewer', opensNext: null } }, 'opened')).toEqual([])
    expect(told({ status: 'approved' }, 'opened')).toEqual([])
  })

  it('of the end: whoever asked, and everybody who was asked or voted but the last', () => {
    expect(told({ status: 'approved', votes: VOTES }, 'decided')).toEqual([
      ...['mats: bot for Ines: approved', 'amal: bot for Ines: approved', 'dora: bot for Ines: approved'],
      'channels: bot for Ines: approved',
    ])
    expect(told({ status: 'withdrawn' }, 'decided')).not.toContain('mats: bot for Ines: withdrawn')
    expect(told({ status: 'lapsed' }, 'decided')).toContain('mats: bot for Ines: lapsed')
    expect(told({ status: 'approved', votes: VOTES, isNews: false }, 'decided')).toEqual([])
  })

  it('that a rule agreed for them: the principal, once it is approved and not before', () => {
    const agreed = { isAgreedByRule: true, votes: VOTES }
    expect(told({ ...agreed, status: 'approved' }, 'decided')).toContain('ines: In your name: bot for Ines')
    expect(told({ ...agreed, status: 'denied' }, 'decided')).not.toContain('ines: In your name: bot for Ines')
  })

  it('of an offer: whoever asked; of the answer: whoever offered, and those who have to vote on it', () => {
    const offer = { id: 'o', byMemberId: 'amal', byName: 'Amal', note: 'Shorter.' }
    const now = { status: 'approved' as const }
    expect(told({ ...now, offers: [{ ...offer, status: 'offered' }] }, 'offered')).toEqual([
      'mats: An offer: bot for Ines',
    ])
    expect(told({ revision: 1, offers: [{ ...offer, status: 'accepted' }] }, 'offered')).toEqual([
      ...['amal: Offer accepted: bot for Ines', 'amal: Decide: bot for Ines', 'dora: Decide: bot for Ines'],
      'channels: Waiting for Approver: bot for Ines',
    ])
  })

  it('of a question in words: whoever asked for it; of the answer: whoever put the question', () => {
    const question = { id: 'q', kind: 'question', memberId: 'amal', byName: 'Amal', body: 'Why write?' } as const
    const answer = { id: 'a', kind: 'answer', memberId: 'mats', byName: 'Mats', body: 'For notes.' } as const
    const review = { id: 'r', kind: 'review', memberId: null, byName: 'Bot', body: 'Fine.' } as const
    expect(told({ notes: [question, answer, review] }, 'noted')).toEqual([
      'mats: A question: bot for Ines',
      'amal: An answer: bot for Ines',
    ])
  })

  it('of a broken glass: everybody who was skipped and the principal, not whoever broke it', () => {
    expect(told({ status: 'approved', eligibleIds: ['amal', 'erik', 'mats'] }, 'broken')).toEqual([
      ...['amal', 'erik', 'ines', 'channels'].map((who) => `${who}: Emergency access: bot for Ines`),
    ])
  })

  it('never twice: what is told again has the key it had', () => {
    const keys = (story: ApprovalStory) => tellStory(story, 'opened').map(({ key }) => key)
    expect(keys(STORY)).toEqual(keys({ ...STORY, title: 'renamed' }))
    expect(new Set([...keys(STORY), ...keys({ ...STORY, revision: 1 })]).size).toBe(6)
  })
})

describe('what stands in a message', () => {
  it('says until when, that the link is personal, and quotes what somebody wrote', () => {
    const body = messageBody.parse({
      lead: 'Mats asks.',
      quote: 'One\nTwo',
      deadline: at('+1d'),
      facts: [{ label: 'A', value: 'b' }],
    })
    const letter: Letter = {
      ...{ id: 'msg_1', kind: 'approval.asked', subject: 'Decide', body, createdAt: NOW, approvalId: null },
      ...{
        actionHref: 'https://r.example.com/decide/x',
        isLink: true,
        homeHref: 'https://r.example.com',
        zone: 'Europe/Berlin',
      },
    }
    expect(letterText(letter)).toBe(
      [
        ...['Mats asks.', '', '> One', '> Two', '', 'A  b', '', 'Open in Remit: https://r.example.com/decide/x', ''],
        'It lapses at 24 Nov 2026, 13:00 CET.',
        ...[
          'The link is for you alone, works once, and asks you to sign in.',
          '',
          'Remit',
          'https://r.example.com',
          '',
        ],
      ].join('\n'),
    )
  })
})

describe('a warning', () => {
  it.each([
    ['-30d', '+7d', 604_800],
    ['-30d', '+169h', null],
    ['-30d', '+24h', 86_400],
    ['-30d', '+59m', 3_600],
    ['-30d', '+0m', null],
    ['-0m', '+6d', null],
    ['-1d', '+6d', null],
    ['-2d', '+6d', 604_800],
    ['-0m', '+30m', null],
  ] as const)('for a grant from %s to %s is due %s s before its end', (from, to, due) => {
    expect(dueWarning({ startsAt: at(from), expiresAt: at(to) }, NOW)).toBe(due)
  })

  it('belongs to a week by its Monday', () => {
    expect([at('-1m'), at('-12h'), at('-13h'), at('+6d')].map(weekOf)).toEqual([
      ...['2026-11-23', '2026-11-23', '2026-11-16', '2026-11-23'],
    ])
  })
})

describe('a link', () => {
  const open = {
    isMine: true,
    usedAt: null,
    expiresAt: at('+1h'),
    question: { status: 'pending', decidedAt: null },
    zone: 'UTC',
  } as const
  it.each([
    ['not_yours', { isMine: false, usedAt: NOW }],
    ['link_used', { usedAt: NOW, question: { status: 'approved', decidedAt: NOW } }],
    ['wrong_status', { question: { status: 'denied', decidedAt: NOW }, expiresAt: at('-1h') }],
    ['lapsed', { question: { status: 'lapsed', decidedAt: null } }],
    ['lapsed', { expiresAt: NOW }],
  ] as const)('is refused as %s', (code, over) => {
    expect(linkFault({ ...open, ...over }, NOW)?.code).toBe(code)
  })
  it('is good until the moment it runs out', () => {
    expect(linkFault(open, at('+59m'))).toBeNull()
  })
})

describe('what a ticket system sends', () => {
  const config = { keyPath: 'issue.key', statusPath: 'issue.state', closedStatuses: ['Done'] }
  it('is read at its paths, and nowhere else', () => {
    expect(readTicketEvent({ issue: { key: 'A-1', state: 'done' } }, config)).toEqual({ ticket: 'A-1', isClosed: true })
    expect(readTicketEvent({ issue: { key: 7, state: null } }, config)).toEqual({ ticket: '7', isClosed: false })
    for (const other of [null, [], 'x', { issue: null }, { issue: { key: {} } }, { issue: { key: ' ' } }])
      expect(readTicketEvent(other, config)).toBeNull()
    expect(readTicketEvent({}, { ...config, keyPath: 'constructor.name' })).toBeNull()
  })
})
