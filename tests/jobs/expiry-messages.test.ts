import { beforeEach, describe, expect, it } from 'vitest'
import { mutate, reader } from '@/lib/db'
import { fromPublicId } from '@/lib/id'
import { runTask } from '@/lib/jobs/registry'
import { at } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

let org: Organisation
beforeEach(async () => {
  org = await createLifecycle()
})

const warned = async () => {
  const rows = await reader().message.findMany({ where: { orgId: org.orgId, kind: 'grant.expiring' } })
  return rows.map(({ address, subject }) => `${address} ${subject}`).sort()
}
const warn = (now: Date) => runTask('warn-expiring', {}, now)

/** A person who is a member by their address, and one who has no account. */
async function owners() {
  const manager = await org.identity({ kind: 'human', name: 'Mats', email: 'manager@example.com' })
  const outside = await org.identity({ kind: 'human', name: 'Olle', email: 'olle@example.com' })
  const actorId = await org.identity({ name: 'owned agent', ownerId: outside })
  return { ownerId: manager, actorId }
}

describe('a warning before the end', () => {
  it('reaches the owner of the grant and of its actor a week, a day and an hour before, each once', async () => {
    await org.grant({ ...(await owners()), expiresAt: at('+30d') })
    for (const now of [at('+22d'), at('+23d'), at('+24d')]) await warn(now)
    expect(await warned()).toHaveLength(2)
    for (const now of [at('+29d'), at('+29d'), at('+700h')]) await warn(now)
    expect(await warned()).toHaveLength(4)
    for (const now of [at('+719h'), at('+43170m'), at('+30d')]) await warn(now)
    expect(await warned()).toEqual([
      'manager@example.com Ends in 1 day: Answer cases',
      'manager@example.com Ends in 1 hour: Answer cases',
      'manager@example.com Ends in 7 days: Answer cases',
      'olle@example.com Ends in 1 day: Answer cases',
      'olle@example.com Ends in 1 hour: Answer cases',
      'olle@example.com Ends in 7 days: Answer cases',
    ])
  })

  it('comes only where the grant stands longer than that', async () => {
    await org.grant({ ...(await owners()), expiresAt: at('+2h') })
    await warn(at('+1m'))
    expect(await warned()).toEqual([])
    await warn(at('+61m'))
    expect(await warned()).toHaveLength(2)
  })

  it('does not come for what is over, or was revoked', async () => {
    const grantId = await org.grant({ ...(await owners()), expiresAt: at('+2h') })
    await mutate(org.remit(), async (tx) => {
      const id = fromPublicId('grant', grantId)
      await tx.delegationGrant.update({ where: { orgId_id: { orgId: org.orgId, id } }, data: { status: 'revoked' } })
      return { result: null, events: [{ action: 'grant.revoked', subjectKind: 'grant', subjectId: id }] as const }
    })
    await warn(at('+61m'))
    expect(await warned()).toEqual([])
  })
})

describe('the weekly digest', () => {
  const digests = () => reader().message.findMany({ where: { orgId: org.orgId, kind: 'digest' } })

  it('tells whoever somebody acts for, once a week, and nobody else', async () => {
    const principalId = await org.identity({ kind: 'human', name: 'Mats', email: 'manager@example.com' })
    const grantId = await org.request({ principalId, expiresAt: at('+30d') })
    await org.decide(org.as('manager'), grantId)
    await org.approve(grantId)
    await org.session(grantId)
    await runTask('send-digests', {}, at('+5m'))
    await runTask('send-digests', {}, at('+2h'))
    expect(await digests()).toMatchObject([
      {
        address: 'manager@example.com',
        body: {
          list: [expect.stringMatching(/^support-agent \(Answer cases\), until .*: 1 session this week, 1 live now$/)],
        },
      },
    ])
    await runTask('send-digests', {}, at('+7d'))
    expect(await digests()).toHaveLength(2)
  })
})
