import { describe, expect, it } from 'vitest'
import type { RefusalFacts } from '@/lib/domain/detection'
import { asksOutsideGrant } from '@/lib/domain/detectors/asks-outside-grant'
import { at } from '@/tests/support/clock'

const facts: RefusalFacts = {
  actor: { id: 'a', name: 'support-agent' },
  ownerId: 'o',
  clients: ['ci'],
  ...{ systemId: 's', systemName: 'ticketing', tier: 2, count: 5 },
  asked: ['case:delete'],
  codes: ['permission-not-granted'],
  firstAt: at('-5h'),
  lastAt: at('-1h'),
  lastMessage: 'Not in the grant: case:delete.',
}

describe('asks-outside-grant', () => {
  it.each([
    [4, 2, null],
    [5, 2, 'medium'],
    [5, 1, 'high'],
    [49, 2, 'medium'],
    [50, 2, 'high'],
    [5, null, 'medium'],
  ] as const)('%i refusals on tier %s: %s', (count, tier, severity) => {
    expect(asksOutsideGrant({ ...facts, count, tier })?.severity ?? null).toBe(severity)
  })

  it('says who asked for what by which client, how often, when, and what it was told', () => {
    expect(asksOutsideGrant(facts)).toMatchObject({
      ...{ subjectKind: 'identity', subjectId: 'a', systemId: 's', ownerId: 'o' },
      evidence: {
        ...{ Actor: 'support-agent', Clients: 'ci', System: 'ticketing', 'Refused within a day': 5 },
        ...{ 'Asked for': 'case:delete', Because: 'permission-not-granted', 'Last answer': facts.lastMessage },
        ...{ 'First refused': at('-5h').toISOString(), 'Last refused': at('-1h').toISOString() },
      },
      controls: { 'NIST SP 800-53 r5': expect.arrayContaining(['AC-6']) },
    })
  })
})
