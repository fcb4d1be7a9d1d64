import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { createClient, createClientInput } from '@/lib/commands/create-client'
import { revokeClientSecret } from '@/lib/commands/revoke-client-secret'
import { rotateClientSecret } from '@/lib/commands/rotate-client-secret'
import { isSecretOld } from '@/lib/domain/client-row'
import { listClients } from '@/lib/queries/list-clients'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'

async function setUp() {
  const org = await createLifecycle()
  const create = (over: Partial<z.input<typeof createClientInput>> = {}, now = NOW) =>
    createClient(
      org.as('admin', now),
      createClientInput.parse({ identity: org.actorId, authMethods: ['client_secret_basic'], ...over }),
    )
  const list = (request: Partial<Parameters<typeof listClients>[1]> = {}) =>
    listClients(org.as('reviewer'), { limit: 100, ...request })
  return { ...org, create, list }
}

describe('the list of clients', () => {
  it('is that of an identity, of those that check a system, or all; newest first', async () => {
    const { create, list, identity, actorId, systemId } = await setUp()
    const gateway = await identity({ kind: 'service', name: 'gateway' })
    const first = await create({ name: 'first' }, at('-2h'))
    const second = await create({ identity: gateway, systems: [systemId] }, at('-1h'))
    const ids = async (request: Parameters<typeof list>[0]) => (await list(request)).rows.map(({ id }) => id)
    expect(await ids({})).toEqual([second.clientId, first.clientId])
    expect(await ids({ identity: actorId })).toEqual([first.clientId])
    expect(await ids({ system: systemId })).toEqual([second.clientId])
  })

  it('pages without a gap and without a row twice', async () => {
    const { create, list } = await setUp()
    for (let index = 0; index < 5; index++) await create({ name: `c${index}` }, at(`-${index + 1}m`))
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await list({ limit: 2, after })
      seen.push(...page.rows.map(({ name }) => name))
      after = page.next ?? undefined
    } while (after)
    expect(seen).toEqual(['c0', 'c1', 'c2', 'c3', 'c4'])
  })

  it('shows of a secret its last characters and its age, never a revoked one, and nothing one could use', async () => {
    const { create, list, as } = await setUp()
    const { clientId, secret } = await create({}, at('-200d'))
    const fresh = await rotateClientSecret(as('admin'), { clientId, revokeOldest: false })
    const [row] = (await list()).rows
    expect(row?.secrets.map(({ hint }) => hint)).toEqual([secret?.hint, fresh.hint])
    expect(row?.secrets.map((each) => isSecretOld(each, NOW))).toEqual([true, false])
    expect(JSON.stringify(row)).not.toMatch(/sha256|jwks"/)
    expect(JSON.stringify(row)).not.toContain(fresh.secret)
    await revokeClientSecret(as('admin'), { clientId, secretId: secret?.secretId ?? '' })
    expect((await list()).rows[0]?.secrets.map(({ hint }) => hint)).toEqual([fresh.hint])
  })

  it('is that of one organisation', async () => {
    const [one, other] = await Promise.all([setUp(), setUp()])
    await other.create()
    expect((await one.list()).rows).toEqual([])
    expect((await one.list({ identity: other.actorId })).rows).toEqual([])
  })
})
