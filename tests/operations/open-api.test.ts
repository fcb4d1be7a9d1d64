import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { beforeAll, describe, expect, it } from 'vitest'
import { createGroup } from '@/lib/commands/create-group'
import { saveView } from '@/lib/commands/save-view'
import { setAbsence } from '@/lib/commands/set-absence'
import { mutate } from '@/lib/db'
import { API_SCOPES } from '@/lib/domain/api-scope'
import type { Context } from '@/lib/domain/context'
import { answerApi } from '@/lib/http/api/answer-api'
import { fromPublicId, newId, toPublicId } from '@/lib/id'
import { toOpenApi } from '@/lib/operations/open-api'
import { pathParameters } from '@/lib/operations/operation'
import { OPERATIONS } from '@/lib/operations/operations'
import { callApi, createApi } from '@/tests/support/api-fixture'
import { serveRequests } from '@/tests/support/api-server'
import { at, NOW } from '@/tests/support/clock'

type Json = { [key: string]: Json } & Json[]
const document = JSON.parse(JSON.stringify(toOpenApi())) as Json
const operations = OPERATIONS.map(({ path, method }) => ({
  path,
  described: document.paths?.[path]?.[method.toLowerCase()] as Json,
}))

function* refsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref' && typeof inner === 'string') yield inner
    else yield* refsIn(inner)
  }
}

const resolve = (ref: string) =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document)

/** A schema of the document, so that its references find what they name. */
const validatorOf = (schema: object) =>
  new AjvJsonSchemaValidator().getValidator({ ...schema, components: document.components } as never)

describe('the description', () => {
  it('is OpenAPI 3.1: what must be there is, and every reference leads somewhere', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Remit', version: expect.any(String) } })
    expect(Object.keys(document.paths ?? {}).every((path) => path.startsWith('/'))).toBe(true)
    expect([...new Set(refsIn(document))].filter((ref) => !ref.startsWith('#/') || resolve(ref) === undefined)).toEqual(
      [],
    )
    const ids = operations.map(({ described }) => described.operationId)
    expect(new Set(ids).size).toBe(OPERATIONS.length)
  })

  it.each(OPERATIONS.map((each) => [each.id, each] as const))(
    'of %s names its parameters once, and its answers',
    (_, each) => {
      const described = document.paths?.[each.path]?.[each.method.toLowerCase()] as Json
      const parameters = ((described.parameters ?? []) as Json[]).map(
        (one) => (one.$ref ? resolve(String(one.$ref)) : one) as Json,
      )
      const names = parameters.map((one) => `${one.in} ${one.name}`)
      expect(new Set(names).size).toBe(names.length)
      const inPath = parameters.filter((one) => String(one.in) === 'path')
      expect(inPath.map((one) => String(one.name)).sort()).toEqual(pathParameters(each).sort())
      expect(inPath.every((one) => (one.required as unknown) === true)).toBe(true)
      expect(parameters.every((one) => one.schema)).toBe(true)
      expect(Object.keys(described.responses ?? {}).every((status) => /^[1-5]\d\d$/.test(status))).toBe(true)
      expect(described.security).toEqual([{ token: each.scope ? [each.scope] : [] }])
      expect(`${described.summary}${described.description}`.length).toBeGreaterThan(10)
      if (each.method === 'GET') expect(described.requestBody).toBeUndefined()
    },
  )

  it('names only schemas that a validator understands', () => {
    for (const schema of Object.values(document.components?.schemas ?? {}))
      expect(() => validatorOf(schema)).not.toThrow()
    for (const { described } of operations) {
      const body = (described.requestBody as Json | undefined)?.content?.['application/json']?.schema
      if (body) expect(() => validatorOf(body)).not.toThrow()
    }
  })

  it('knows every scope', () => {
    const used = new Set(OPERATIONS.map(({ scope }) => scope))
    expect(API_SCOPES.filter((scope) => !used.has(scope))).toEqual([])
  })
})

describe('what is answered over HTTP', () => {
  let org: Awaited<ReturnType<typeof createApi>>
  let ids: Record<string, string>
  beforeAll(async () => {
    org = await createApi()
    const grantId = await org.grant()
    const sessionId = await org.session(grantId)
    await org.observed({ breadth: 90, isOverLimit: true })
    const pending = await org.request({ name: 'waits' })
    const id = newId(NOW)
    await mutate(org.remit(), async (tx) => {
      const subject = { subjectKind: 'session', subjectId: fromPublicId('session', sessionId) } as const
      const seen = { openedAt: NOW, lastSeenAt: NOW, evidence: { limit: 10 }, controls: {} }
      const said = { detector: 'over-limit', severity: 'high', title: 'Too broad', status: 'open' }
      await tx.finding.create({ data: { orgId: org.orgId, id, ...subject, ...said, ...seen } })
      return { result: null, events: [{ action: 'finding.opened', subjectKind: 'finding', subjectId: id }] }
    })
    const admin = org.as('admin')
    const memberOf = ({ actor }: Context) => toPublicId('member', actor.kind === 'member' ? actor.memberId : '')
    await saveView(admin, { list: '/grants', name: 'Broad', query: 'sort=-breadth', isShared: false })
    await createGroup(admin, { name: 'Platform', memberIds: [memberOf(org.as('approver'))] })
    const away = { startsAt: NOW, endsAt: at('+7d'), reason: 'On holiday.' }
    await setAbsence(admin, { ...away, delegateId: memberOf(org.as('approver')) })
    ids = { grantId, sessionId, requestId: await org.approvalOf(pending) }
    ids = { ...ids, findingId: toPublicId('finding', id), identityId: org.actorId, systemId: org.systemId }
  })

  it('to every question is what the description says', async () => {
    const url = await serveRequests((request) => answerApi(request, NOW))
    const authorization = `Bearer ${await org.token('admin')}`
    const read = await fetch(`${url}/api/v1/openapi.json`)
    expect(await read.json()).toEqual(document)
    for (const each of OPERATIONS.filter(({ method }) => method === 'GET')) {
      const path = each.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '')
      const everything = path === '/requests' ? '?view=others' : ''
      const reply = await fetch(`${url}/api/v1${path}${everything}`, { headers: { authorization } })
      const body = await reply.json()
      expect({ id: each.id, status: reply.status, body: reply.status === 200 ? null : body }).toEqual({
        ...{ id: each.id, status: 200, body: null },
      })
      const described = document.paths?.[each.path]?.get as Json
      const schema = described.responses?.['200' as never]?.content?.['application/json']?.schema
      expect({ id: each.id, ...validatorOf(schema ?? {})(body) }).toMatchObject({ id: each.id, valid: true })
      if ('items' in body && !['findings.list', 'break-glass.list'].includes(each.id))
        expect(body.items.length, each.id).toBeGreaterThan(0)
    }
  })

  it('foretells a request as the form does, and changes nothing', async () => {
    const reply = await callApi('POST', '/grants/preview', { token: await org.token('admin'), body: org.wish() })
    const verdict = { kind: 'stages', stages: [{ who: [{ name: 'approver', cannot: null }] }] }
    expect(reply).toMatchObject({
      status: 200,
      body: { problems: [], breadth: { score: expect.any(Number) }, verdict },
    })
    expect(validatorOf({ $ref: '#/components/schemas/RequestPreview' })(reply.body)).toMatchObject({ valid: true })
  })

  it('lets a script save and delete its holder’s views, and revoke grants after it asked what that would end', async () => {
    const token = await org.token('admin')
    const view = { list: '/sessions', name: 'Live', query: 'status=active&after=x' }
    const saved = await callApi('POST', '/views', { token, body: view })
    expect(saved.status).toBe(200)
    const listed = await callApi('GET', '/views', { token })
    expect(listed.body.items).toContainEqual(expect.objectContaining({ name: 'Live', query: 'status=active' }))
    expect(await callApi('DELETE', `/views/${saved.body.viewId}`, { token })).toMatchObject({ status: 200 })
    const others = await org.token('reviewer')
    const [mine] = (listed.body.items as { id: string }[]).filter(({ id }) => id !== saved.body.viewId)
    expect(await callApi('DELETE', `/views/${mine?.id}`, { token: others })).toMatchObject({ status: 404 })
    const grantIds = [await org.grant({ name: 'One' }), await org.grant({ name: 'Two' })]
    await org.session(grantIds[0] ?? '')
    const foretold = await callApi('POST', '/grants/revoke/preview', { token, body: { grantIds } })
    expect(foretold).toMatchObject({ status: 200, body: { grants: 2, sessions: 1, endsNow: 1 } })
    const body = { grantIds: [...grantIds, ids.grantId, toPublicId('grant', newId(NOW))], reason: 'No longer needed.' }
    expect(await callApi('POST', '/grants/revoke', { token: await org.token('approver'), body })).toMatchObject({
      status: 403,
    })
    const done = await callApi('POST', '/grants/revoke', { token, body })
    expect(done).toMatchObject({ status: 200, body: { grants: 3, left: [{ code: 'not_found' }] } })
  })

  it('as a problem is what the description says', async () => {
    const url = await serveRequests((request) => answerApi(request, NOW))
    const reply = await fetch(`${url}/api/v1/grants`, { method: 'POST', body: '{}' })
    expect([reply.status, reply.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    const valid = validatorOf({ $ref: '#/components/schemas/Problem' })(await reply.json())
    expect(valid).toMatchObject({ valid: true })
  })
})
