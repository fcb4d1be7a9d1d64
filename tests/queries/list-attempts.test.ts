import { describe, expect, it } from 'vitest'
import { attemptPage } from '@/lib/domain/attempt'
import { newId } from '@/lib/id'
import { listAttempts } from '@/lib/queries/list-attempts'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

const asked = (params: Record<string, unknown> = {}) => attemptPage.parse(params)

async function client({ db, orgId }: Access, identityId: string, name: string) {
  const id = newId(NOW)
  const rest = { name, authMethods: ['client_secret_basic'], createdBy: 'test', createdAt: NOW }
  await db.client.create({ data: { orgId, id, identityId, ...rest } })
  return id
}

describe('refused attempts', () => {
  it('are told with who asked, by which client, for what, and which bound refused', async () => {
    const org = await createAccess()
    const actor = await org.identity({ kind: 'agent', name: 'support-agent' })
    const system = await org.system({ name: 'ticketing' })
    const grant = await org.grant({ actorId: actor.id, name: 'Answer cases' })
    const requested = { permissions: ['entitlement:write'], ttlSeconds: 900 }
    const refusal = { errorCode: 'permission-not-granted', errorMessage: 'Allowed: case:read.' }
    const clientId = await client(org, actor.id, 'support-agent-prod')
    await org.attempt({ actorId: actor.id, grantId: grant.id, systemId: system.id, clientId, requested, ...refusal })
    const { rows } = await listAttempts(org.ctx, { kind: 'grant', id: grant.publicId }, asked())
    expect(rows).toMatchObject([
      {
        actor: { id: actor.publicId, name: 'support-agent', kind: 'agent' },
        client: { name: 'support-agent-prod' },
        system: { id: system.publicId, name: 'ticketing' },
        grant: { id: grant.publicId },
        asked: { permissions: ['entitlement:write'], ttlSeconds: 900, targets: [] },
        code: 'permission-not-granted',
        message: 'Allowed: case:read.',
      },
    ])
  })

  it('of a request that was not understood say nothing they do not know', async () => {
    const org = await createAccess()
    const { id, publicId } = await org.identity()
    for (const requested of [{}, { permissions: 7, ttlSeconds: 'soon' }, ['x'], 'x'])
      await org.attempt({ actorId: id, errorCode: 'refused', requested })
    const { rows } = await listAttempts(org.ctx, { kind: 'identity', id: publicId }, asked())
    expect(rows).toHaveLength(4)
    for (const row of rows) expect(row.asked).toEqual({ permissions: [], ttlSeconds: null, targets: [] })
  })

  it('of an identity are those by it and those in its name, once each', async () => {
    const org = await createAccess()
    const me = await org.identity()
    const other = await org.identity()
    await org.attempt({ actorId: me.id, principalId: me.id, errorCode: 'both' })
    await org.attempt({ actorId: other.id, principalId: me.id, errorCode: 'for' })
    await org.attempt({ actorId: other.id, errorCode: 'neither' })
    const { rows } = await listAttempts(org.ctx, { kind: 'identity', id: me.publicId }, asked())
    expect(rows.map((row) => row.code)).toEqual(['for', 'both'])
  })

  it('of a session are those made with its token, by whomever, and its actor’s own while it lived', async () => {
    const org = await createAccess()
    const grant = await org.grant()
    const actor = await org.identity()
    const child = await org.identity()
    const session = await org.session({
      grantId: grant.id,
      actorId: actor.id,
      issuedAt: at('-1h'),
      startsAt: at('-1h'),
    })
    await org.attempt({ actorId: child.id, parentSessionId: session.id, errorCode: 'child' })
    await org.attempt({ actorId: actor.id, grantId: grant.id, at: at('-10m'), errorCode: 'own' })
    await org.attempt({ actorId: actor.id, grantId: grant.id, at: at('-2h'), errorCode: 'before' })
    await org.attempt({ actorId: actor.id, grantId: (await org.grant()).id, errorCode: 'other grant' })
    const { rows } = await listAttempts(org.ctx, { kind: 'session', id: session.publicId }, asked())
    expect(rows.map((row) => row.code).sort()).toEqual(['child', 'own'])
  })

  it('page latest first, without gap or double, there and back', async () => {
    const org = await createAccess()
    const { id, publicId } = await org.grant()
    for (let count = 1; count <= 5; count++) await org.attempt({ grantId: id, errorCode: `code-${count}` })
    const subject = { kind: 'grant', id: publicId } as const
    const one = await listAttempts(org.ctx, subject, asked({ limit: 2 }))
    const two = await listAttempts(org.ctx, subject, asked({ limit: 2, attemptsAfter: one.next }))
    const three = await listAttempts(org.ctx, subject, asked({ limit: 2, attemptsAfter: two.next }))
    const codes = [one, two, three].flatMap((page) => page.rows.map((row) => row.code))
    expect(codes).toEqual([5, 4, 3, 2, 1].map((count) => `code-${count}`))
    expect([one.previous, three.next]).toEqual([null, null])
    const back = await listAttempts(org.ctx, subject, asked({ limit: 2, attemptsBefore: three.previous }))
    expect(back.rows).toEqual(two.rows)
  })

  it('of another organisation are not shown, whatever id is asked with', async () => {
    const theirs = await createAccess()
    const grant = await theirs.grant()
    await theirs.attempt({ grantId: grant.id, errorCode: 'secret' })
    const ours = await createAccess()
    expect((await listAttempts(ours.ctx, { kind: 'grant', id: grant.publicId }, asked())).rows).toEqual([])
  })
})
