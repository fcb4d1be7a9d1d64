import { describe, expect, it } from 'vitest'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { ensurePartitions } from '@/lib/db'
import { systemContext } from '@/lib/domain/context'
import { newId, toPublicId } from '@/lib/id'
import { previewRevocation, previewRevocationInput } from '@/lib/queries/preview-revocation'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

type Data = Parameters<Access['session']>[0]
const input = (params: Record<string, unknown>) => previewRevocationInput.parse(params)

/** The commands of these tests are given by a part of Remit: the fixture's member has no row. */
const byRita = ({ orgId }: Access) => systemContext(orgId, 'Rita', NOW)

async function addConnector({ db, orgId }: Access, canRevoke: boolean) {
  const id = newId(NOW)
  await db.connector.create({
    data: { orgId, id, kind: `kind-${id}`, name: `source ${canRevoke}`, canRevoke, createdAt: NOW },
  })
  return id
}

describe('previewing a revocation', () => {
  it('is for those who may revoke', async () => {
    const org = await createAccess(['manager'])
    await expect(previewRevocation(org.ctx, input({ sessionIds: [] }))).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('says how each session ends: now, when confirmed, or only by itself', async () => {
    const org = await createAccess()
    const deaf = await addConnector(org, false)
    const able = await addConnector(org, true)
    const observed = (data: Data) => org.session({ origin: 'observed', ...data })
    const sessions = [
      await org.session(),
      await observed({ connectorId: able, expiresAt: at('+2h') }),
      await observed({ connectorId: deaf, expiresAt: at('+9h') }),
      await observed({ connectorId: deaf, expiresAt: null }),
      await observed({ connectorId: deaf, expiresAt: null, expiryKnown: false }),
    ]
    const ids = sessions.map((session) => session.publicId)
    const { cutAll } = await previewRevocation(org.ctx, input({ sessionIds: ids }))
    expect(cutAll).toMatchObject({
      selected: 5,
      children: 0,
      endsNow: 1,
      endless: 1,
      endUnknown: 1,
      latestEnd: at('+9h'),
    })
    expect(cutAll.awaiting).toEqual([{ name: 'source true', count: 1 }])
    expect(cutAll.unrecallable.reduce((sum, part) => sum + part.count, 0)).toBe(3)
  })

  it('foretells exactly what the order then does', async () => {
    const org = await createAccess()
    await ensurePartitions(NOW, NOW)
    const grant = await org.grant()
    const parent = await org.session()
    const child = await org.session({ parentId: parent.id, depth: 1 })
    await org.session({ parentId: child.id, depth: 2 })
    await org.session({ parentId: parent.id, depth: 1, grantId: grant.id })
    const over = await org.session({ status: 'completed', endedAt: at('-1m') })
    const sessionIds = [parent.publicId, over.publicId]
    const preview = await previewRevocation(org.ctx, input({ sessionIds }))
    expect(preview.cutAll).toMatchObject({ selected: 1, children: 3 })
    expect(preview.keepChildren).toMatchObject({ selected: 1, children: 2, keepsAccess: 1 })
    const order = { sessionIds, reason: preview.reason, keepChildrenUnderAnotherGrant: true }
    const done = await revokeSessions(byRita(org), revokeSessionsInput.parse(order))
    expect(done.ended).toBe(preview.keepChildren.endsNow)
    expect(done.leftOut).toHaveLength(
      preview.keepChildren.leftOut['already-ended'] + preview.keepChildren.leftOut['kept-under-its-own-grant'],
    )
  })

  it('draws the tree of what falls, last used first', async () => {
    const org = await createAccess()
    const old = await org.session({ lastUsedAt: at('-9d') })
    const fresh = await org.session({ lastUsedAt: at('-1m') })
    const child = await org.session({ parentId: old.id, depth: 1 })
    const { cutAll } = await previewRevocation(org.ctx, input({ sessionIds: [old.publicId, fresh.publicId] }))
    expect(cutAll.tree.map((node) => node.id)).toEqual([fresh.publicId, old.publicId])
    expect(cutAll.tree[1]?.children.map((node) => node.id)).toEqual([child.publicId])
  })

  it('tells which actor can go on through another active grant on the same system', async () => {
    const org = await createAccess()
    const actorId = (await org.identity()).id
    const system = await org.system()
    const own = await org.grant({ actorId }, [system.id])
    const other = await org.grant({ actorId, name: 'other' }, [system.id])
    await org.grant({ actorId, status: 'suspended' }, [system.id])
    await org.grant({ actorId }, [(await org.system()).id])
    const session = await org.session({ actorId, systemId: system.id, grantId: own.id })
    const { cutAll } = await previewRevocation(org.ctx, input({ sessionIds: [session.publicId] }))
    expect(cutAll.keepsAccess).toBe(1)
    expect(cutAll.tree[0]?.otherGrants).toEqual([{ id: other.publicId, name: 'other' }])
  })

  it('takes the reason from the finding, the worst one first', async () => {
    const org = await createAccess()
    const session = await org.session({ isOverLimit: true, unusedShare: 0.8 })
    const subject = { subjectKind: 'session', subjectId: session.id }
    const ask = () => previewRevocation(org.ctx, input({ sessionIds: [session.publicId] }))
    expect(await ask()).toMatchObject({
      reason: 'Over the limit for its tier and at least 80 % unused.',
      findingId: null,
    })
    await org.finding({ ...subject, severity: 'low', title: 'Lives long' })
    const worst = await org.finding({ ...subject, severity: 'critical', title: 'Far too broad' })
    await org.finding({ ...subject, severity: 'critical', status: 'resolved', resolvedAt: NOW, title: 'Over' })
    expect(await ask()).toMatchObject({ reason: 'Far too broad.', findingId: worst.publicId })
  })

  it('takes all live sessions of a grant, and says whether the grant itself can end', async () => {
    const org = await createAccess()
    const grant = await org.grant({ origin: 'observed', name: 'role' })
    await org.session({ grantId: grant.id, origin: 'observed' })
    await org.session({ grantId: grant.id, expiresAt: at('-1m'), issuedAt: at('-1h') })
    const preview = await previewRevocation(org.ctx, input({ grantIds: [grant.publicId] }))
    expect(preview).toMatchObject({ asked: 1, grant: { name: 'role', isManaged: false } })
    expect(preview.cutAll).toMatchObject({ selected: 1, observedGrants: 1, managedGrants: 0 })
  })

  it('takes several grants as one, without a reason that only one of them has', async () => {
    const org = await createAccess()
    const grants = [await org.grant({ name: 'one' }), await org.grant({ origin: 'observed', name: 'two' })]
    for (const { id } of grants) await org.session({ grantId: id })
    const [one] = grants
    if (one)
      await org.finding({ subjectKind: 'grant', subjectId: one.id, severity: 'critical', title: 'Far too broad' })
    const preview = await previewRevocation(org.ctx, input({ grantIds: grants.map(({ publicId }) => publicId) }))
    expect(preview).toMatchObject({ asked: 2, grant: { name: '2 grants', isManaged: true, count: 2 } })
    expect(preview).toMatchObject({ findingId: null, reason: 'No longer needed.', cutAll: { selected: 2 } })
  })

  it('knows nothing of another organisation', async () => {
    const theirs = await createAccess()
    const session = await theirs.session()
    const grant = await theirs.grant()
    const ours = await createAccess()
    const preview = await previewRevocation(ours.ctx, input({ sessionIds: [session.publicId] }))
    expect(preview.cutAll).toMatchObject({ selected: 0, children: 0, tree: [] })
    await expect(previewRevocation(ours.ctx, input({ grantIds: [grant.publicId] }))).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(
      previewRevocation(ours.ctx, input({ grantIds: [toPublicId('grant', newId(NOW))] })),
    ).rejects.toMatchObject({ code: 'not_found' })
  })
})
