import { describe, expect, it } from 'vitest'
import { askedDetails, chosenTarget, tryItRequest } from '@/lib/domain/try-it'
import { getTryItTerms } from '@/lib/queries/get-try-it-terms'
import { createAccess } from '@/tests/support/access-fixture'
import { NOW } from '@/tests/support/clock'

describe('what may be tried under a grant', () => {
  it('are its permissions on each system, by the name that a client calls it', async () => {
    const org = await createAccess()
    const withUri = await org.system({ name: 'ticketing', resourceUri: 'https://ticketing.example.com' })
    const byKey = await org.system({ name: 'notes', key: 'notes' })
    const grant = await org.grant({ requiresDpop: true, requiresSessionApproval: true })
    await org.target(grant.id, withUri.id, ['case:read', 'case:list'])
    await org.target(grant.id, byKey.id, ['note:create'])
    const terms = await getTryItTerms(org.ctx, grant.publicId)
    expect(terms).toMatchObject({
      id: grant.publicId,
      status: 'active',
      requiresDpop: true,
      maxSessionTtlSeconds: 3600,
    })
    const told = terms.targets.map(({ target, permissions }) => ({ ...target, permissions }))
    expect(told).toEqual(
      expect.arrayContaining([
        { by: 'resource', name: 'https://ticketing.example.com', permissions: ['case:list', 'case:read'] },
        { by: 'audience', name: 'notes', permissions: ['note:create'] },
      ]),
    )
    expect(chosenTarget(terms, tryItRequest.parse({}))).toBeUndefined()
    expect(chosenTarget(terms, tryItRequest.parse({ system: byKey.publicId }))?.system.name).toBe('notes')
  })

  it('is nothing under a grant that Remit only observes, or of another organisation', async () => {
    const org = await createAccess()
    const observed = await org.grant({ origin: 'observed' })
    await expect(getTryItTerms(org.ctx, observed.publicId)).rejects.toMatchObject({ code: 'not_found' })
    const theirs = await (await createAccess()).grant()
    await expect(getTryItTerms(org.ctx, theirs.publicId)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the address of a trial', () => {
  it('reads a time without a zone as UTC, and one permission or several', () => {
    expect(tryItRequest.parse({ at: '2026-11-23T12:00', scope: 'case:read' })).toMatchObject({
      at: NOW,
      scope: ['case:read'],
    })
    expect(tryItRequest.parse({ scope: ['a', 'b'], ttl: '900' })).toMatchObject({ scope: ['a', 'b'], ttl: 900 })
  })

  it('takes what cannot be read for what was not said', () => {
    const mangled = { at: 'soon', ttl: 'long', scope: 7, tenant: '', system: '' }
    expect(tryItRequest.parse(mangled)).toEqual({ scope: [] })
    expect(askedDetails(tryItRequest.parse({ tenant: 'north', resource: 'db/1' }))).toEqual([
      { type: 'tenant_access', tenants: ['north'] },
      { type: 'resource_access', identifiers: ['db/1'] },
    ])
  })
})
