import { describe, expect, it } from 'vitest'
import { EMPTY_FORM, missingOf, nameOf, type RequestForm, toChangeOf, toRequest } from '@/lib/domain/request-form'
import { templatesFor } from '@/lib/domain/request-templates'

const whole: RequestForm = {
  ...EMPTY_FORM,
  actor: { id: 'idn_a', name: 'bot', kind: 'agent' },
  principal: { id: 'idn_p', name: 'Ines', kind: 'human' },
  targets: [
    {
      system: { id: 'sys_a', name: 'ticketing', tier: 2, environment: 'production' },
      ...{ permissions: ['case:read'], tenants: [], resources: [] },
    },
  ],
  purpose: 'Answers cases',
}

describe('a form', () => {
  it('says what is left to say', () => {
    expect(missingOf(whole)).toEqual([])
    expect(missingOf({ ...whole, endsWithTicket: true })).toEqual(['which ticket it ends with'])
    expect(missingOf({ ...whole, stands: { kind: 'until', at: null } })).toEqual(['until when'])
    expect(missingOf({ ...whole, targets: whole.targets.map((each) => ({ ...each, permissions: [] })) })).toHaveLength(
      1,
    )
  })

  it('names what was not named', () => {
    expect(nameOf(whole)).toBe('bot for Ines on ticketing')
    expect(nameOf({ ...whole, name: ' Mine ' })).toBe('Mine')
  })

  it('asks for one end only: a length, a moment or none', () => {
    const endOf = (stands: RequestForm['stands']) => {
      const { expiresAt, durationSeconds } = toRequest({ ...whole, stands }) as Record<string, unknown>
      return { expiresAt, durationSeconds }
    }
    expect(endOf({ kind: 'for', seconds: 60 })).toEqual({ expiresAt: undefined, durationSeconds: 60 })
    expect(endOf({ kind: 'permanent' })).toEqual({ expiresAt: null, durationSeconds: undefined })
    const at = '2026-12-01T00:00:00.000Z'
    expect(endOf({ kind: 'until', at })).toEqual({ expiresAt: at, durationSeconds: undefined })
  })

  it('of an extension says nothing but when it ends', () => {
    const said = toChangeOf({ ...whole, change: 'extend', grantId: 'grt_a' })
    expect(Object.keys(said).sort()).toEqual(['durationSeconds', 'grantId', 'purpose'])
  })
})

describe('a template', () => {
  const level = (key: string, accessLevel: 'list' | 'read' | 'write' | 'credentials' | 'permissions-management') => {
    return { key, accessLevel }
  }

  it('to deploy never takes secrets, nor what deletes', () => {
    const found = templatesFor([
      level('deployment:update', 'write'),
      level('deployment:delete', 'write'),
      level('secret:read', 'credentials'),
      level('role-binding:write', 'permissions-management'),
    ])
    expect(found.find(({ id }) => id === 'deploy')?.keys).toEqual(['deployment:update'])
  })

  it('to reset passwords takes the reset and what finds the person', () => {
    const found = templatesFor([
      level('credential:reset', 'credentials'),
      level('user:read', 'read'),
      level('user:delete', 'write'),
    ])
    expect(found.find(({ id }) => id === 'reset-in-window')?.keys).toEqual(['credential:reset', 'user:read'])
  })

  it('is not offered where the system has nothing for it', () => {
    expect(templatesFor([level('user:create', 'write')])).toEqual([])
  })
})
