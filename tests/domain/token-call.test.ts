import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { type CallTerms, type CallWish, tokenCalls } from '@/lib/domain/token-call'
import { toPublicId } from '@/lib/id'
import { Form } from '@/lib/oauth/form'
import { readTokenRequest } from '@/lib/oauth/token-request'

const UUID = '0193a5b0-0000-7000-8000-000000000001'
const terms = (over: Partial<CallTerms> = {}): CallTerms => ({
  tokenUrl: 'https://tokens.example.com/token',
  grantId: toPublicId('grant', UUID),
  client: { id: toPublicId('client', UUID), authMethods: ['client_secret_basic'], requiresDpop: false },
  target: { by: 'resource', name: 'https://ticketing.example.com' },
  principalKind: 'human',
  requiresSessionApproval: false,
  ...over,
})
const wish = (over: Partial<CallWish> = {}): CallWish => ({
  permissions: ['case:read', 'note:create'],
  ttlSeconds: 900,
  authorizationDetails: [{ type: 'tenant_access', tenants: ["O'Brien & sons, north"] }],
  isDpopBound: false,
  ...over,
})

const VARIABLES = { CLIENT_SECRET: 'geheim', SUBJECT_TOKEN: 'a.b.c', SESSION_REQUEST: toPublicId('approval', UUID) }

/** The arguments that a shell would hand to curl. */
function argumentsOf(command: string): string[] {
  const told = execFileSync('sh', ['-c', command.replace(/^curl/, String.raw`printf '%s\0'`)], {
    env: { ...VARIABLES, NODE_ENV: 'test' },
  })
  return told.toString().split('\0').slice(0, -1)
}

/** The form that curl would send. */
function formOf(command: string): URLSearchParams {
  const given = argumentsOf(command)
  const fields = given.flatMap((word, index) => (given[index - 1] === '--data-urlencode' ? [word] : []))
  return new URLSearchParams(
    fields.map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  )
}

describe('the call that a grant’s page shows', () => {
  it('is read by the door of the token service as what was chosen, whatever stands in a name', () => {
    const [call] = tokenCalls(terms(), wish())
    const form = formOf(call?.command ?? '')
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:token-exchange')
    expect(form.get('subject_token')).toBe('a.b.c')
    expect(readTokenRequest(new Form(form))).toMatchObject({
      grantId: UUID,
      targets: [{ by: 'resource', name: 'https://ticketing.example.com' }],
      permissions: ['case:read', 'note:create'],
      ttlSeconds: 900,
      authorizationDetails: [{ type: 'tenant_access', tenants: ["O'Brien & sons, north"] }],
    })
  })

  it('never lets a name run as a command of the shell', () => {
    const names = ['$(touch /tmp/x)', '`id`', '"; id; "', "'; id; '", '$HOME', '\\']
    for (const name of names) {
      const authorizationDetails = [{ type: 'tenant_access' as const, tenants: [name] }]
      const form = formOf(tokenCalls(terms(), wish({ authorizationDetails }))[0]?.command ?? '')
      expect(JSON.parse(form.get('authorization_details') ?? '')).toEqual(authorizationDetails)
    }
  })

  it('asks by the client’s own right only where the principal is no person', () => {
    const titles = (principalKind: CallTerms['principalKind']) =>
      tokenCalls(terms({ principalKind }), wish()).map(({ title }) => title)
    expect(titles('human')).toEqual(['Token exchange'])
    expect(titles('team')).toEqual(['Token exchange'])
    expect(titles('service')).toEqual(['Client credentials', 'Token exchange'])
  })

  it('comes once more with the id of the request where a person approves each session', () => {
    const calls = tokenCalls(terms({ requiresSessionApproval: true }), wish())
    const [first, again] = calls.map(({ command }) => readTokenRequest(new Form(formOf(command))))
    expect(first?.sessionRequestId).toBeNull()
    expect(again).toEqual({ ...first, sessionRequestId: UUID })
  })

  it('proves the client as the client can, and names what has to be filled in', () => {
    const needs = (client: CallTerms['client'], isDpopBound = false) =>
      tokenCalls(terms({ client }), wish({ isDpopBound }))[0]?.needs.map(({ name }) => name)
    const id = toPublicId('client', UUID)
    const by = (authMethods: NonNullable<CallTerms['client']>['authMethods']) => ({
      id,
      authMethods,
      requiresDpop: false,
    })
    expect(needs(by(['client_secret_post']))).toEqual(['$CLIENT_SECRET', '$SUBJECT_TOKEN'])
    expect(needs(by(['private_key_jwt']))).toEqual(['$CLIENT_ASSERTION', '$SUBJECT_TOKEN'])
    expect(needs(by(['federated']))).toEqual(['$ID_TOKEN', '$SUBJECT_TOKEN'])
    expect(needs(null)).toEqual(['$CLIENT_ID', '$CLIENT_SECRET', '$SUBJECT_TOKEN'])
    expect(needs({ ...by(['federated']), requiresDpop: true })).toContain('$DPOP_PROOF')
    expect(needs(by(['client_secret_basic']), true)).toContain('$DPOP_PROOF')
  })

  it('leaves out what is not wished for', () => {
    const nothing = { permissions: [], ttlSeconds: null, authorizationDetails: [] }
    const [call] = tokenCalls(terms({ target: null }), wish(nothing))
    expect(readTokenRequest(new Form(formOf(call?.command ?? '')))).toMatchObject({
      ...{ targets: [], permissions: null, ttlSeconds: null, authorizationDetails: null },
    })
  })
})
