import { describe, expect, it } from 'vitest'
import { type WorthFacts, worthKnowing } from '@/lib/domain/worth-knowing'

/** A request of which there is nothing to say. */
const NOTHING: WorthFacts = {
  ...{
    kind: 'grant',
    breadth: 20,
    limit: 45,
    tier: 2,
    isPermanent: false,
    isFirstOfPair: false,
    share: 0.2,
    outside: 0,
  },
  ...{ credentials: [], unused: 0, pastSessions: 14, similar: { name: 'Before', used: 3, granted: 4 }, habits: [] },
  ...{ quick: [], rules: { version: 2, current: 2 }, isStatedOnly: false, actor: 'bot', principal: 'Ines' },
}
const habit = { name: 'Amal', votes: 31, approved: 31, medianSeconds: 9 }
const textOf = (over: Partial<WorthFacts>) => worthKnowing({ ...NOTHING, ...over }).map(({ text }) => text)

describe('what is worth knowing', () => {
  it('is nothing where nothing stands out', () => {
    expect(worthKnowing(NOTHING)).toEqual([])
  })

  it.each<[string, Partial<WorthFacts>, string]>([
    ['who always says yes', { habits: [habit] }, 'Amal approved the last 31 of 31 from bot, in the middle after 9 s.'],
    ['who decided in seconds', { quick: [{ name: 'Amal', seconds: 4 }] }, 'Amal approved this 4 s after opening it.'],
    ['a limit that is passed', { breadth: 58 }, 'As asked, 13 over the limit of tier 2 for so long a life.'],
    ['no end', { isPermanent: true }, 'It never ends, unless somebody ends it.'],
    ['the first time of two', { isFirstOfPair: true }, 'bot has never acted for Ines before.'],
    ['nearly all that the principal may do', { share: 0.78 }, 'It is 78 % of all that Ines may do.'],
    [
      'what the principal does not hold',
      { outside: 1 },
      '1 permission of these Ines does not hold, as far as is known.',
    ],
    [
      'what hands out access',
      { credentials: ['secret:read', 'key:make'] },
      'secret:read and 1 more hands out further access.',
    ],
    ['what was never used', { unused: 2 }, '2 permissions asked for were not used in the last 14 sessions.'],
    [
      'a grant before that was hardly used',
      { similar: { name: 'Before', used: 1, granted: 8 } },
      'Of the last such grant, Before, 1 of 8 were used.',
    ],
    [
      'rules that have changed since',
      { rules: { version: 2, current: 4 } },
      'The rules have changed since: it was asked under version 2, 4 holds now.',
    ],
    [
      'a run that only speaks for itself',
      { isStatedOnly: true },
      'Nobody vouches for what the client says of its run.',
    ],
  ])('tells %s', (_, over, text) => {
    expect(textOf(over)).toEqual([text])
    const [worth] = worthKnowing({ ...NOTHING, ...over })
    expect(worth?.text).toContain(worth?.strong)
  })

  it('says nothing of people on thin grounds', () => {
    expect(textOf({ habits: [{ ...habit, votes: 4, approved: 4 }] })).toEqual([])
    expect(textOf({ habits: [{ ...habit, approved: 30 }] })).toEqual([])
    expect(textOf({ quick: [{ name: 'Amal', seconds: 15 }] })).toEqual([])
    expect(textOf({ unused: 3, pastSessions: 2 })).toEqual([])
    expect(textOf({ share: null, outside: 9 })).toEqual([])
  })

  it('takes a breadth and a limit that are not known for nothing', () => {
    expect(textOf({ breadth: null })).toEqual([])
    expect(textOf({ breadth: 90, limit: null })).toEqual([])
    expect(textOf({ breadth: 45 })).toEqual([])
  })
})
