import { describe, expect, it } from 'vitest'
import { SESSION_SORTS, sessionListRequest } from '@/lib/domain/session-filter'
import { countSessionViews } from '@/lib/queries/count-session-views'
import { countSessions, listSessions, readAllSessions } from '@/lib/queries/list-sessions'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at } from '@/tests/support/clock'

const request = (params: Record<string, unknown> = {}) => sessionListRequest.parse(params)

async function actorsOf({ ctx }: Access, params: Record<string, unknown>) {
  return (await listSessions(ctx, request(params))).rows.map((row) => row.actor.name).toSorted()
}

/** An organisation whose sessions are named by their actors, and share principal and system. */
async function createNamed() {
  const org = await createAccess()
  const principalId = (await org.identity({ kind: 'human', name: 'Pat' })).id
  const systemId = (await org.system({ name: 'ledger' })).id
  const add = async (
    name: string,
    data: Parameters<Access['session']>[0] = {},
    actor: Parameters<Access['identity']>[0] = {},
  ) => {
    const actorId = (await org.identity({ name, ...actor })).id
    return org.session({ principalId, actorId, systemId, ...data })
  }
  return { ...org, add, principalId, systemId }
}

describe('listing delegated sessions', () => {
  it('shows nothing of another organisation, not even by its ids', async () => {
    const theirs = await createNamed()
    const session = await theirs.add('a')
    const ours = await createAccess()
    expect((await listSessions(ours.ctx, request({ view: 'all' }))).rows).toEqual([])
    expect((await listSessions(theirs.ctx, request({ view: 'all' }))).rows[0]?.id).toBe(session.publicId)
  })

  it('calls a session past its end expired, whatever its row says', async () => {
    const org = await createNamed()
    await org.add('over', { issuedAt: at('-2d'), expiresAt: at('-1m') })
    await org.add('lock ran out', { status: 'locked', lockedUntil: at('-1m') })
    expect(await actorsOf(org, {})).toEqual(['lock ran out'])
    expect(await actorsOf(org, { status: 'expired' })).toEqual(['over'])
    expect(await actorsOf(org, { status: 'active' })).toEqual(['lock ran out'])
    expect(await actorsOf(org, { status: 'locked' })).toEqual([])
  })

  it('answers each view with what it says, and counts the same', async () => {
    const org = await createNamed()
    const ownerId = (await org.identity({ kind: 'human', name: 'Owner' })).id
    const gone = await org.identity({ kind: 'human', status: 'departed', departedAt: at('-1d') })
    await org.add('calm', {}, { ownerId })
    await org.add('over', { isOverLimit: true, expiresAt: at('+3d') }, { ownerId })
    await org.add('person', { expiresAt: at('+3d') }, { kind: 'human' })
    await org.add('left', { expiresAt: at('+3d') }, { ownerId: gone.id })
    await org.add('nobody', { expiresAt: at('+3d') })
    await org.add('idle', { issuedAt: at('-9d'), expiresAt: null, lastUsedAt: at('-8d') }, { ownerId })
    await org.add('seen', { origin: 'observed', expiresAt: at('+3d') }, { ownerId })
    await org.add('done', { status: 'revoked', endedAt: at('-2d') }, { ownerId })
    await org.add('long done', { status: 'revoked', issuedAt: at('-99d'), endedAt: at('-40d') }, { ownerId })
    expect(await actorsOf(org, { view: 'over-limit' })).toEqual(['over'])
    expect(await actorsOf(org, { view: 'unowned' })).toEqual(['left', 'nobody'])
    expect(await actorsOf(org, { view: 'unused' })).toEqual(['idle'])
    expect(await actorsOf(org, { view: 'ends-today' })).toEqual(['calm'])
    expect(await actorsOf(org, { view: 'observed' })).toEqual(['seen'])
    expect(await actorsOf(org, { view: 'ended' })).toEqual(['done'])
    expect(await countSessionViews(org.ctx)).toEqual({
      ...{ live: 7, 'over-limit': 1, unowned: 2, unused: 1, 'ends-today': 1, observed: 1 },
      ended: { count: 1, isMore: false },
    })
  })

  it('filters by every field of the address', async () => {
    const org = await createNamed()
    const owner = await org.identity({ kind: 'human', name: 'Owner' })
    const grant = await org.grant({ ownerId: owner.id })
    await org.add('under grant', { grantId: grant.id, breadth: 60, unusedShare: 0.9 })
    await org.add('narrow', { breadth: 5, unusedShare: 0.1, expiresAt: at('+15m') }, { ownerId: owner.id })
    await org.add('endless', { expiresAt: null })
    await org.add('end unknown', { expiresAt: null, expiryKnown: false, origin: 'observed' })
    expect(await actorsOf(org, { grant: grant.publicId })).toEqual(['under grant'])
    expect(await actorsOf(org, { owner: owner.publicId })).toEqual(['narrow', 'under grant'])
    expect(await actorsOf(org, { identity: owner.publicId })).toEqual(['narrow', 'under grant'])
    expect(await actorsOf(org, { owner: 'none' })).toEqual(['end unknown', 'endless'])
    expect(await actorsOf(org, { breadthMin: '50' })).toEqual(['under grant'])
    expect(await actorsOf(org, { breadth: 'unknown' })).toEqual(['end unknown', 'endless'])
    expect(await actorsOf(org, { unusedMin: '60' })).toEqual(['under grant'])
    expect(await actorsOf(org, { lifetimeMin: 'never' })).toEqual(['endless'])
    expect(await actorsOf(org, { lifetimeMin: '3600' })).toEqual(['endless', 'under grant'])
    expect(await actorsOf(org, { lifetimeMax: '900' })).toEqual(['narrow'])
    expect(await actorsOf(org, { origin: 'observed' })).toEqual(['end unknown'])
    expect(await actorsOf(org, { q: 'NARR' })).toEqual(['narrow'])
    expect(await actorsOf(org, { q: 'ledger' })).toHaveLength(4)
    expect(await actorsOf(org, { q: '%' })).toEqual([])
    expect(await countSessions(org.ctx, { q: 'ledger' }, 3)).toEqual({ count: 3, isMore: true })
  })

  it('forgives an address it does not understand', async () => {
    const org = await createNamed()
    await org.add('a')
    const odd = { view: 'x', status: 'nonsense', breadthMin: 'abc', system: 'ses_1', sort: '-nothing', limit: '0' }
    expect(await actorsOf(org, { ...odd, after: 'mangled' })).toEqual(['a'])
  })

  it('pages through every order without a gap or a double, forth and back', async () => {
    const org = await createNamed()
    const breadths = [80, 80, 80, 41, 7, null, null, null]
    for (const [index, breadth] of breadths.entries()) {
      await org.add(`s${index}`, {
        breadth,
        unusedShare: breadth === null ? null : 1 / 3,
        expiresAt: index % 3 === 0 ? null : at(index % 2 ? '+1h' : '+2h'),
        expiryKnown: index % 6 !== 0,
        lastUsedAt: index % 2 ? at('-1h') : null,
      })
    }
    for (const sort of SESSION_SORTS.flatMap((key) => [key, `-${key}`])) {
      const all = (await listSessions(org.ctx, request({ sort }))).rows.map((row) => row.id)
      expect(new Set(all).size, sort).toBe(breadths.length)
      const forth: string[] = []
      let page = await listSessions(org.ctx, request({ sort, limit: 3 }))
      forth.push(...page.rows.map((row) => row.id))
      while (page.next) {
        page = await listSessions(org.ctx, request({ sort, limit: 3, after: page.next }))
        forth.push(...page.rows.map((row) => row.id))
      }
      expect(forth, sort).toEqual(all)
      const back = page.rows.map((row) => row.id)
      while (page.previous) {
        page = await listSessions(org.ctx, request({ sort, limit: 3, before: page.previous }))
        back.unshift(...page.rows.map((row) => row.id))
      }
      expect(back, sort).toEqual(all)
    }
  })

  it('puts the unknown last either way, the endless before the longest and the never used before the stalest', async () => {
    const org = await createNamed()
    await org.add('short', { breadth: 10, lastUsedAt: at('-1h') })
    await org.add('long', { breadth: 20, expiresAt: at('+9d'), lastUsedAt: at('-2h') })
    await org.add('endless', { breadth: 0, expiresAt: null })
    await org.add('unknown', { expiresAt: null, expiryKnown: false })
    const order = async (sort: string) =>
      (await listSessions(org.ctx, request({ sort }))).rows.map((row) => row.actor.name)
    expect(await order('-breadth')).toEqual(['long', 'short', 'endless', 'unknown'])
    expect(await order('breadth')).toEqual(['endless', 'short', 'long', 'unknown'])
    expect(await order('-ends')).toEqual(['endless', 'long', 'short', 'unknown'])
    expect(await order('ends')).toEqual(['short', 'long', 'endless', 'unknown'])
    expect(await order('-lifetime')).toEqual(['endless', 'long', 'short', 'unknown'])
    expect((await order('lastUsed')).slice(2)).toEqual(['long', 'short'])
  })

  it('keeps the unknown unknown', async () => {
    const org = await createNamed()
    await org.add('a', { origin: 'observed', issuanceSeen: false, expiresAt: null, expiryKnown: false })
    const [row] = (await listSessions(org.ctx, request())).rows
    expect(row).toMatchObject({
      breadth: null,
      usedBreadth: null,
      unusedShare: null,
      expiresAt: null,
      lastUsedAt: null,
    })
    expect(row).toMatchObject({ expiryKnown: false, issuanceSeen: false, lifetimeSeconds: null, owner: null })
  })

  it('says what may be done with each row', async () => {
    const org = await createNamed()
    await org.add('live')
    await org.add('seen', { origin: 'observed' })
    await org.add('ending', { status: 'revoking' })
    await org.add('over', { status: 'revoked', endedAt: at('-1m') })
    const { rows } = await listSessions(org.ctx, request({ view: 'all' }))
    const able = Object.fromEntries(rows.map((row) => [row.actor.name, [row.canRevoke, row.canLock]]))
    expect(able).toEqual({ live: [true, true], seen: [true, false], ending: [false, false], over: [false, false] })
  })

  it('reads everything that matches for a file, whatever page the address is on', async () => {
    const org = await createNamed()
    for (const name of ['a', 'b', 'c']) await org.add(name)
    const after = (await listSessions(org.ctx, request({ limit: 1 }))).next
    const read: string[] = []
    for await (const page of readAllSessions(org.ctx, request({ after, limit: 1 })))
      read.push(...page.map((row) => row.id))
    expect(new Set(read).size).toBe(3)
  })
})
