import { describe, expect, it } from 'vitest'
import { getGrant } from '@/lib/queries/get-grant'
import { createAccess } from '@/tests/support/access-fixture'
import { NOW } from '@/tests/support/clock'

describe('one grant', () => {
  it('does not exist for another organisation', async () => {
    const grant = await (await createAccess()).grant()
    const ours = await createAccess()
    await expect(getGrant(ours.ctx, grant.publicId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(getGrant(ours.ctx, 'grt_nonsense')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('holds what was granted against what all its sessions used', async () => {
    const org = await createAccess()
    const system = await org.system({ tier: 1 })
    await org.permissions(system.id, {
      'case:read': 'read',
      'case:write': 'write',
      'role:assign': 'permissions-management',
    })
    const grant = await org.grant({}, [])
    await org.target(grant.id, system.id, ['case:read', 'case:write', 'role:assign'])
    for (const allowed of [3, 4]) {
      const session = await org.session({ grantId: grant.id, systemId: system.id })
      await org.use(session.id, system.id, 'case:read', { allowed })
      await org.use(session.id, system.id, 'secret:read', { denied: 1 })
    }
    const { use } = await getGrant(org.ctx, grant.publicId)
    expect(use).toMatchObject({ granted: 3, used: 1 })
    expect(use.lines.map((line) => [line.key, line.allowed, line.denied, line.isGranted])).toEqual([
      ['case:read', 7, 0, true],
      ['secret:read', 0, 2, false],
      ['role:assign', 0, 0, true],
      ['case:write', 0, 0, true],
    ])
    expect(use.narrowed).toBeGreaterThan(0)
    expect(use.lines[2]).toMatchObject({ accessLevel: 'permissions-management', system: { id: system.publicId } })
  })

  it('says that permissions are unknown, not none, and then suggests no narrowing', async () => {
    const org = await createAccess()
    const system = await org.system()
    const grant = await org.grant({ origin: 'observed', permissionsKnown: false }, [system.id])
    const session = await org.session({ grantId: grant.id, systemId: system.id })
    await org.use(session.id, system.id, 's3:GetObject', { allowed: 2 })
    const { use } = await getGrant(org.ctx, grant.publicId)
    expect(use).toMatchObject({ granted: null, used: 1, narrowed: null })
    expect(use.lines).toMatchObject([{ key: 's3:GetObject', isGranted: null, accessLevel: null, weight: null }])
  })

  it('tells its latest sessions, findings and history', async () => {
    const org = await createAccess()
    const grant = await org.grant()
    const { actorId } = await org.db.delegationGrant.findFirstOrThrow({ where: { id: grant.id } })
    await org.session({ grantId: grant.id, actorId })
    await org.session({ grantId: grant.id, actorId, status: 'completed', endedAt: NOW })
    await org.finding({ subjectKind: 'grant', subjectId: grant.id, title: 'Too broad' })
    const detail = await getGrant(org.ctx, grant.publicId)
    expect(detail.sessions).toMatchObject({ live: 1, latest: [{ status: 'completed' }, { status: 'active' }] })
    expect(detail).toMatchObject({
      findings: [{ title: 'Too broad' }],
      events: [],
    })
  })
})
