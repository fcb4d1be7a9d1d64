import { expect, test } from 'vitest'
import { signInMember } from '@/lib/auth/sign-in-member'
import { newId } from '@/lib/id'
import { findMemberForPerson, type Person } from '@/lib/queries/find-member-for-person'
import { findSignedInMember } from '@/lib/queries/find-signed-in-member'
import { createAccess } from '@/tests/support/access-fixture'
import { NOW } from '@/tests/support/clock'

async function invite(data: { issuer?: string; subject?: string } = {}) {
  const { db, orgId } = await createAccess()
  const id = newId(NOW)
  const email = `${id}@example.com`
  await db.member.create({ data: { orgId, id, email, name: 'Rosa', roles: ['reviewer'], joinedAt: NOW, ...data } })
  const person: Person = { issuer: 'https://id.example.com', subject: id, name: 'Rosa', email, isEmailVerified: true }
  return { db, orgId, id, person, key: { orgId, memberId: id } }
}

test('the first sign-in binds the person invited by email; from then on the subject decides', async () => {
  const { key, person } = await invite()
  expect(await signInMember(person, NOW)).toEqual(key)
  expect(await findMemberForPerson({ ...person, email: 'renamed@example.com' })).toEqual({ ...key, isBound: true })
})

test('an address that is not verified lets nobody in', async () => {
  const { person } = await invite()
  expect(await signInMember({ ...person, isEmailVerified: false }, NOW)).toBeNull()
})

test('an address that was given to somebody else does not give them the membership', async () => {
  const { person } = await invite()
  await signInMember(person, NOW)
  expect(await signInMember({ ...person, subject: 'somebody-else' }, NOW)).toBeNull()
})

test('after a change of identity provider the verified address binds anew', async () => {
  const { person, key } = await invite({ issuer: 'http://127.0.0.1:3002', subject: 'rosa' })
  expect(await signInMember(person, NOW)).toEqual(key)
})

test('an address with an underscore or a percent sign is that address and no other', async () => {
  const { person, id } = await invite()
  for (const email of [`${id.slice(0, -1)}_@example.com`, `%${id.slice(8)}@example.com`, '%@example.com'])
    expect(await signInMember({ ...person, email }, NOW)).toBeNull()
  expect(await signInMember({ ...person, email: person.email?.toUpperCase() }, NOW)).not.toBeNull()
})

test('a deactivated member is out at once, with a cookie and without', async () => {
  const { db, person, key } = await invite()
  await signInMember(person, NOW)
  await db.member.updateMany({ where: { id: key.memberId }, data: { deactivatedAt: NOW } })
  expect(await findSignedInMember(key)).toBeNull()
  expect(await signInMember(person, NOW)).toBeNull()
})

test('a sign-in is recorded with the member as the one who did it', async () => {
  const { db, person, key } = await invite()
  await signInMember(person, NOW)
  const events = await db.auditEvent.findMany({ where: { orgId: key.orgId, action: 'member.signed-in' } })
  expect(events).toHaveLength(1)
  const member = await db.member.findFirstOrThrow({ where: { id: key.memberId } })
  expect(events[0]).toMatchObject({ actorId: key.memberId, subjectId: key.memberId, subjectName: member.name })
})
