import { expect, it } from 'vitest'
import { pruneMessages } from '@/lib/commands/prune-messages'
import { newId } from '@/lib/id'
import { createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

it('messages are kept for 90 days, and those that still have to be sent until they are', async () => {
  const { db, orgId } = await createAccess()
  const say = (subject: string, createdAt: Date, status: string) => {
    const id = newId(createdAt)
    const about = { key: id, kind: 'digest', address: 'ines@example.com', subject, body: {} }
    return db.message.create({ data: { orgId, id, ...about, status, createdAt } })
  }
  await say('old', at('-91d'), 'sent')
  await say('given up', at('-91d'), 'failed')
  await say('waits', at('-91d'), 'queued')
  await say('young', at('-89d'), 'sent')
  await pruneMessages(NOW)
  const kept = await db.message.findMany({ where: { orgId }, select: { subject: true } })
  expect(kept.map(({ subject }) => subject).sort()).toEqual(['waits', 'young'])
})
