import { beforeEach, describe, expect, it } from 'vitest'
import { deleteView } from '@/lib/commands/delete-view'
import { saveView, saveViewInput } from '@/lib/commands/save-view'
import { reader } from '@/lib/db'
import type { Role } from '@/lib/domain/context'
import { listSavedViews } from '@/lib/queries/list-saved-views'
import { createMembers } from '@/tests/support/authorization-world'

let org: Awaited<ReturnType<typeof createMembers>>
beforeEach(async () => {
  org = await createMembers()
})

const save = (role: Role, input: { name: string; query?: string; isShared?: boolean; list?: string }) =>
  saveView(org.as(role), saveViewInput.parse({ list: '/sessions', query: 'tier=1', ...input }))
const seenBy = async (role: Role) => (await listSavedViews(org.as(role))).map(({ name, query }) => `${name} ${query}`)

describe('a saved view', () => {
  it('is seen by who saved it, and by the others only where it is shared', async () => {
    await save('reviewer', { name: 'Mine' })
    await save('reviewer', { name: 'Ours', isShared: true })
    expect(await seenBy('reviewer')).toEqual(['Mine tier=1', 'Ours tier=1'])
    expect(await seenBy('manager')).toEqual(['Ours tier=1'])
    const [ours] = await listSavedViews(org.as('manager'))
    expect(ours).toMatchObject({ author: 'reviewer', isOwn: false, mayDelete: false, isShared: true })
  })

  it('takes the place of the one of the same name in the same list, and of no other', async () => {
    await save('reviewer', { name: 'Broad', query: 'tier=1' })
    await save('reviewer', { name: 'broad', query: 'tier=2' })
    await save('reviewer', { name: 'Broad', query: 'tier=3', list: '/grants' })
    await save('manager', { name: 'Broad', query: 'tier=3' })
    expect(await seenBy('reviewer')).toEqual(['Broad tier=3', 'broad tier=2'])
    expect(await seenBy('manager')).toEqual(['Broad tier=3'])
  })

  it('is deleted by who saved it, a shared one by an admin too, and by nobody else', async () => {
    const mine = await save('reviewer', { name: 'Mine' })
    const ours = await save('reviewer', { name: 'Ours', isShared: true })
    for (const { viewId } of [mine, ours])
      await expect(deleteView(org.as('manager'), { viewId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(deleteView(org.as('admin'), { viewId: mine.viewId })).rejects.toMatchObject({ code: 'not_found' })
    await deleteView(org.as('admin'), { viewId: ours.viewId })
    await deleteView(org.as('reviewer'), { viewId: mine.viewId })
    expect(await seenBy('reviewer')).toEqual([])
    const events = await reader().auditEvent.findMany({ where: { orgId: org.orgId }, orderBy: { id: 'asc' } })
    expect(events.map(({ action, subjectName }) => `${action} ${subjectName}`).toSorted()).toEqual([
      'view.deleted Mine',
      'view.deleted Ours',
      'view.saved Mine',
      'view.saved Ours',
    ])
  })

  it('is one of a hundred at most', async () => {
    const { memberId } = org.as('reviewer').actor as { memberId: string }
    const times = { createdAt: new Date(), updatedAt: new Date() }
    const rows = Array.from({ length: 100 }, (_, n) => ({ list: '/grants', name: `v${n}`, query: 'q=x', ...times }))
    const { orgId, access } = org
    await access.db.savedView.createMany({
      data: rows.map((row) => ({ ...row, orgId, id: crypto.randomUUID(), memberId })),
    })
    await expect(save('reviewer', { name: 'One more' })).rejects.toMatchObject({ code: 'too_many_views' })
    await expect(save('reviewer', { name: 'V7', list: '/grants' })).resolves.toMatchObject({ name: 'V7' })
  })
})
