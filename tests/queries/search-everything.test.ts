import { describe, expect, it } from 'vitest'
import { searchEverything } from '@/lib/queries/search-everything'
import { createAccess } from '@/tests/support/access-fixture'

describe('searching everything', () => {
  it('finds every noun by a part of its name, what begins with it first', async () => {
    const org = await createAccess()
    const actor = await org.identity({ name: 'report-builder' })
    await org.identity({ name: 'my report' })
    const system = await org.system({ name: 'Reporting' })
    const grant = await org.grant({ name: 'Monthly report' })
    const session = await org.session({ actorId: actor.id })
    const finding = await org.finding({ subjectKind: 'grant', subjectId: grant.id, title: 'Report is broad' })
    const found = await searchEverything(org.ctx, ' REPORT ')
    expect(found.filter(({ kind }) => kind === 'identity').map(({ name }) => name)).toEqual([
      'report-builder',
      'my report',
    ])
    const ids = found.map(({ id }) => id)
    for (const { publicId } of [actor, system, grant, session, finding]) expect(ids).toContain(publicId)
  })

  it('finds exactly the thing a public id names, and only in its own organisation', async () => {
    const org = await createAccess()
    const system = await org.system({ name: 'mail' })
    const other = await createAccess()
    expect(await searchEverything(org.ctx, system.publicId)).toMatchObject([
      { kind: 'system', id: system.publicId, name: 'mail' },
    ])
    expect(await searchEverything(other.ctx, system.publicId)).toEqual([])
    expect(await searchEverything(other.ctx, 'mail')).toEqual([])
  })

  it('takes signs literally and too little as nothing', async () => {
    const org = await createAccess()
    await org.system({ name: 'plain' })
    expect(await searchEverything(org.ctx, '%%')).toEqual([])
    expect(await searchEverything(org.ctx, 'p')).toEqual([])
  })
})
