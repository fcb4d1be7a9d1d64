import { beforeEach, describe, expect, it } from 'vitest'
import { requestGrant, requestGrantInput } from '@/lib/commands/request-grant'
import { EMPTY_FORM, type RequestForm, toRequest } from '@/lib/domain/request-form'
import { previewRequest } from '@/lib/queries/preview-request'
import { at } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

let acme: Organisation
beforeEach(async () => {
  acme = await createLifecycle()
})

const form = (over: Partial<RequestForm> = {}): RequestForm => ({
  ...EMPTY_FORM,
  principal: { id: acme.principalId, name: 'Ines', kind: 'human' },
  actor: { id: acme.actorId, name: 'support-agent', kind: 'agent' },
  targets: [
    {
      system: { id: acme.systemId, name: 'ticketing', tier: 2, environment: 'production' },
      ...{ permissions: ['case:list', 'case:write'], tenants: [], resources: [] },
    },
  ],
  purpose: 'Answers cases',
  ...over,
})

describe('the preview of a request', () => {
  it('says what is left to say, and nothing it cannot know', async () => {
    const told = await previewRequest(acme.as('manager'), EMPTY_FORM)
    expect(told.missing).toEqual(['who acts', 'for whom', 'on which system', 'what for'])
    expect(told).toMatchObject({ breadth: null, delta: null, verdict: null })
  })

  it('names who is asked, and who is not and why', async () => {
    const { verdict } = await previewRequest(acme.as('approver'), form())
    expect(verdict).toMatchObject({ kind: 'stages', rule: null, version: 0, lapseAfterHours: 24 })
    const [stage] = verdict?.kind === 'stages' ? verdict.stages : []
    expect(stage).toMatchObject({ votes: 1, who: [{ name: 'approver', cannot: 'asked for it' }] })
    const other = await previewRequest(acme.as('manager'), form())
    expect(other.verdict).toMatchObject({ stages: [{ who: [{ name: 'approver', cannot: null }] }] })
  })

  it('tells what the actor has already from what is new, and which grant reaches the same', async () => {
    const grantId = await acme.grant()
    const told = await previewRequest(acme.as('manager'), form())
    expect(told.delta?.counts).toMatchObject({ new: 1, has: 1 })
    expect(told.delta?.lines.map(({ key, delta }) => `${key} ${delta}`)).toEqual(['case:write new', 'case:list has'])
    expect(told.overlaps).toMatchObject([{ id: grantId, status: 'active', shared: 1, count: 2 }])
  })

  it('tells of a request that waits, which is not held yet', async () => {
    await acme.request()
    const told = await previewRequest(acme.as('manager'), form())
    expect(told.overlaps).toMatchObject([{ status: 'pending' }])
    expect(told.delta?.counts).toMatchObject({ new: 2, has: 0 })
  })

  it('says whose consent will be asked first', async () => {
    const mats = await acme.identity({ kind: 'human', name: 'Mats', email: 'manager@example.com' })
    const told = await previewRequest(acme.as('admin'), form({ principal: { id: mats, name: 'Mats', kind: 'human' } }))
    expect(told.consent).toEqual({ by: 'asked', name: 'manager' })
    expect(told.verdict).toMatchObject({
      stages: [{ kind: 'consent', who: [{ name: 'manager' }] }, { kind: 'people' }],
    })
  })

  it('of a change compares with the grant as it stands', async () => {
    const grantId = await acme.grant()
    const told = await previewRequest(acme.as('manager'), form({ change: 'widen', grantId }))
    expect(told.breadth?.before).toBe((await acme.readGrant(grantId)).breadth)
    expect(told.overlaps).toEqual([])
    expect(await previewRequest(acme.as('manager'), form({ change: 'narrow', grantId }))).toMatchObject({
      verdict: { kind: 'at-once' },
    })
  })

  it('says in words what is wrong with it', async () => {
    const until = { kind: 'until', at: at('-1d').toISOString() } as const
    const told = await previewRequest(acme.as('manager'), form({ stands: until }))
    expect(told.problems).toEqual(['A grant has to end after it starts, and in the future.'])
  })

  it('is what the request then comes to', async () => {
    const told = await previewRequest(acme.as('manager'), form())
    const made = await requestGrant(acme.as('manager'), requestGrantInput.parse(toRequest(form())))
    expect((await acme.readGrant(made.grantId)).breadth).toBe(told.breadth?.score)
    expect([made.status, told.verdict?.kind]).toEqual(['pending', 'stages'])
  })
})
