import { beforeEach, describe, expect, it } from 'vitest'
import { saveDraft } from '@/lib/commands/save-draft'
import { EMPTY_FORM, type RequestForm } from '@/lib/domain/request-form'
import { countOwnAccess } from '@/lib/queries/count-own-access'
import { getRequestForm } from '@/lib/queries/get-request-form'
import { listDrafts } from '@/lib/queries/list-drafts'
import { listGrantRequests } from '@/lib/queries/list-grant-requests'
import { listOwnAccess } from '@/lib/queries/list-own-access'
import { searchCatalogue } from '@/lib/queries/search-catalogue'
import { at } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

let acme: Organisation
beforeEach(async () => {
  acme = await createLifecycle()
})

const inTheNameOf = async (principalId: string) => {
  const grantId = await acme.request({ principalId })
  await acme.decide(acme.as('manager'), grantId)
  await acme.approve(grantId)
  return grantId
}

describe('what is done in my name', () => {
  it('is every grant, live session and consent of mine, and nobody else’s', async () => {
    const mats = await acme.identity({ kind: 'human', name: 'Mats', email: 'manager@example.com' })
    const [grantId, others] = [await inTheNameOf(mats), await acme.grant()]
    const sessionId = await acme.session(grantId)
    await acme.session(others)
    const own = await listOwnAccess(acme.as('manager'))
    expect(own.grants).toMatchObject([{ id: grantId, status: 'active', liveSessions: 1, canEnd: true }])
    expect(own.sessions.map(({ id }) => id)).toEqual([sessionId])
    expect(own.consents).toMatchObject([{ status: 'given', basis: 'person', grant: { id: grantId, stands: true } }])
    expect(await countOwnAccess(acme.as('manager'))).toEqual({ live: 1 })
    expect(await listOwnAccess(acme.as('admin'))).toMatchObject({
      identities: [],
      grants: [],
      sessions: [],
      consents: [],
    })
    expect(await countOwnAccess(acme.as('admin'))).toBeNull()
  })

  it('stays when it is over', async () => {
    const mats = await acme.identity({ kind: 'human', name: 'Mats', email: 'manager@example.com' })
    const grantId = await inTheNameOf(mats)
    const own = await listOwnAccess(acme.as('manager', at('+40d')))
    expect(own.grants).toMatchObject([{ id: grantId, status: 'expired', canEnd: false }])
    expect(own.consents).toMatchObject([{ grant: { stands: false } }])
  })
})

describe('drafts', () => {
  it('are listed and resumed by whoever began them', async () => {
    const form = { ...EMPTY_FORM, purpose: 'Something to come', name: 'Later' }
    const { draftId } = await saveDraft(acme.as('manager'), { form })
    expect(await listDrafts(acme.as('manager'))).toMatchObject([{ id: draftId, name: 'Later' }])
    expect(await getRequestForm(acme.as('manager'), { draft: draftId })).toMatchObject({ form, draftId })
    expect(await listDrafts(acme.as('admin'))).toEqual([])
    await expect(getRequestForm(acme.as('admin'), { draft: draftId })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a form that begins anew', () => {
  it('names whoever asks as the one who answers for it', async () => {
    const mats = await acme.identity({ kind: 'human', name: 'Mats', email: 'manager@example.com' })
    const { form } = await getRequestForm(acme.as('manager'), { actor: acme.actorId })
    expect(form).toMatchObject({ owner: { id: mats }, actor: { id: acme.actorId }, principal: null })
    expect((await getRequestForm(acme.as('admin'), {})).form.owner).toBeNull()
  })
})

describe('a form that begins with a grant', () => {
  const permissions = (form: RequestForm) => form.targets.map((target) => target.permissions)

  it('asks for what was denied once more, as it was asked', async () => {
    const grantId = await acme.request({ expiresAt: undefined, durationSeconds: 86_400, maxSessionTtlSeconds: 900 })
    await acme.decide(acme.as('approver'), grantId, { vote: 'deny' })
    const { form } = await getRequestForm(acme.as('admin'), { again: grantId })
    expect(form).toMatchObject({ change: 'new', grantId: null, stands: { kind: 'for', seconds: 86_400 } })
    expect(form).toMatchObject({ maxSessionTtlSeconds: 900, purpose: 'Answers cases' })
    expect(permissions(form)).toEqual([['case:list', 'case:read']])
  })

  it('renews what stands from its end on, for as long', async () => {
    const grantId = await acme.grant()
    const { form } = await getRequestForm(acme.as('admin'), { renew: grantId })
    expect(form).toMatchObject({ change: 'renew', grantId, startsAt: at('+30d').toISOString() })
    expect(form.stands).toEqual({ kind: 'for', seconds: 30 * 86_400 })
  })
})

describe('what was asked about a grant', () => {
  it('stays with its votes and terms, also after it has expired', async () => {
    const grantId = await acme.grant()
    const [asked] = await listGrantRequests(acme.as('manager', at('+90d')), grantId)
    expect(asked).toMatchObject({ change: 'new', status: 'approved', requestedBy: 'admin', isMine: false })
    expect(asked?.votes).toMatchObject([{ name: 'approver', vote: 'approve', stage: 'Approver' }])
    expect(asked?.terms).toMatchObject({ maxSessionTtlSeconds: 3600 })
  })
})

describe('the catalogue', () => {
  it('is searched by words and level, and says which templates fit', async () => {
    const permissions = [
      { key: 'case:read', accessLevel: 'read' as const, categories: [] },
      { key: 'note:create', accessLevel: 'write' as const, categories: [], title: 'Add a note' },
      { key: 'case:delete', accessLevel: 'write' as const, categories: [] },
    ]
    const systemId = await acme.system({ permissions })
    const found = await searchCatalogue(acme.as('manager'), { systemId, words: 'note' })
    expect(found).toMatchObject({ total: 1, permissions: [{ key: 'note:create' }] })
    const template = found.templates.find(({ id }) => id === 'read-and-note')
    expect(template?.keys).toEqual(['case:read', 'note:create'])
    expect(found.templates.map(({ id }) => id)).not.toContain('deploy')
  })
})
