import { describe, expect, test } from 'vitest'
import { readSettings, SettingsError } from '@/lib/env'
import { nodeProblem } from '@/lib/runtime/check-node'

function problemsOf(source: Record<string, string>): string {
  try {
    readSettings(source)
    return ''
  } catch (error) {
    if (error instanceof SettingsError) return error.message
    throw error
  }
}

describe('settings', () => {
  test('are complete where nothing is set', () => {
    expect(readSettings({})).toMatchObject({ PORT: 3000, TOKEN_PORT: 3001, REMIT_URL: 'http://localhost:3000' })
  })

  test('name every one that is wrong, and never show a value', () => {
    const source = {
      DATABASE_URL: 'mysql://root:hunter2@db',
      REMIT_SECRET: 'hunter2',
      PORT: 'hunter2',
      LOG_LEVEL: 'hunter2',
      REMIT_URL: 'https://hunter2.example.com/path',
    }
    const problems = problemsOf(source)
    for (const name of Object.keys(source)) expect(problems).toContain(name)
    expect(problems).not.toContain('hunter2')
  })

  test('an empty one counts as not set', () => {
    expect(readSettings({ DATABASE_URL: '', PORT: '' })).toEqual(readSettings({}))
  })

  test('an issuer needs its client, and https unless it is on this machine', () => {
    const client = { OIDC_CLIENT_ID: 'remit', OIDC_CLIENT_SECRET: 'x' }
    expect(problemsOf({ OIDC_ISSUER: 'https://id.example.com' })).toMatch(/OIDC_CLIENT_ID.*OIDC_CLIENT_SECRET/)
    expect(problemsOf({ OIDC_ISSUER: 'http://id.example.com', ...client })).toContain('OIDC_ISSUER')
    expect(problemsOf({ OIDC_ISSUER: 'http://127.0.0.1:3002', ...client })).toBe('')
  })
})

test('a Node that is too old is told with its version', () => {
  expect(nodeProblem('18.20.8')).toBe('Remit needs Node 20.19 or later; this is 18.20.8.')
  expect(nodeProblem('20.18.3')).toMatch(/needs Node 20.19/)
  for (const version of ['20.19.0', '22.0.0', '24.11.1']) expect(nodeProblem(version)).toBeUndefined()
})
