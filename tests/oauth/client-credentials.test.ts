import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at } from '@/tests/support/clock'
import { claimsOf, ID_TOKEN, type Told, tokenClient } from '@/tests/support/exchange-fixture'
import {
  createClient,
  type Parameters,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

let service: TokenService
let access: Access
beforeAll(async () => {
  service = await startTokenService()
  access = await createAccess()
})
afterAll(() => service.stop())

const refusal = ({ status, body }: Told) => [status, body.error]

/** A job with a client, and systems on which it may be granted something. */
async function createJob() {
  const job = await access.identity({ kind: 'service', name: 'data pull' })
  const client = await createClient(access, { identityId: job.id })
  const { ask } = tokenClient(service, client)
  const system = async (key: string) => {
    const made = await access.system({ key: `${key}-${job.id}` })
    await access.permissions(made.id, { 'record:read': 'read' })
    return { ...made, key: `${key}-${job.id}` }
  }
  const grant = async (principalId: string, systemId: string) => {
    const made = await access.grant({ principalId, actorId: job.id, startsAt: at('-1d') })
    await access.target(made.id, systemId, ['record:read'])
    return made
  }
  return { job, system, grant, ask: (parameters: Parameters = {}) => ask(parameters, 'client_credentials') }
}

describe('a workload', () => {
  it('acts for itself under its grant, and is then nobody else s actor', async () => {
    const { job, system, grant, ask } = await createJob()
    const { id } = await grant(job.id, (await system('crm')).id)
    const { status, body } = await ask()
    expect(status).toBe(200)
    const claims = claimsOf(body.access_token)
    expect(claims).toMatchObject({ sub: job.publicId, scope: 'record:read' })
    expect(claims).not.toHaveProperty('act')
    const session = await access.db.delegatedSession.findFirstOrThrow({ where: { orgId: access.orgId, grantId: id } })
    expect(session).toMatchObject({
      method: 'client-credentials',
      sourceAddress: '127.0.0.1',
      actorId: job.id,
      principalId: job.id,
    })
  })

  it('acts for another service under a grant, as its actor', async () => {
    const { job, system, grant, ask } = await createJob()
    const service = await access.identity({ kind: 'service', name: 'warehouse' })
    await grant(service.id, (await system('crm')).id)
    const { body } = await ask()
    expect(claimsOf(body.access_token)).toMatchObject({ sub: service.publicId, act: { sub: job.publicId } })
  })

  it('never acts for a person without a token of theirs', async () => {
    const { system, grant, ask } = await createJob()
    const person = await access.identity({ kind: 'human', name: 'Ines' })
    const { publicId } = await grant(person.id, (await system('crm')).id)
    expect(refusal(await ask())).toEqual([400, 'unauthorized_client'])
    expect(refusal(await ask({ grant_id: publicId }))).toEqual([400, 'unauthorized_client'])
  })

  it('says which of its grants it means, by target or by id', async () => {
    const { job, system, grant, ask } = await createJob()
    const [crm, billing] = [await system('crm'), await system('billing')]
    const [first, second] = [await grant(job.id, crm.id), await grant(job.id, billing.id)]
    const told = await ask()
    expect(refusal(told)).toEqual([400, 'invalid_request'])
    expect(told.body.grants).toEqual([first.publicId, second.publicId].sort())
    const byTarget = await ask({ audience: billing.key })
    expect(claimsOf(byTarget.body.access_token)).toMatchObject({ aud: billing.key, grant_id: second.publicId })
    const byId = await ask({ grant_id: first.publicId })
    expect(claimsOf(byId.body.access_token)).toMatchObject({ aud: crm.key, grant_id: first.publicId })
  })

  it('brings no tokens of others', async () => {
    const { ask } = await createJob()
    expect(refusal(await ask({ subject_token: 'a.b.c', subject_token_type: ID_TOKEN }))).toEqual([
      400,
      'invalid_request',
    ])
  })
})
