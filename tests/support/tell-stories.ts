import { exportJWK, generateKeyPair } from 'jose'
import { addFederation, addFederationInput } from '@/lib/commands/add-federation'
import { createClient, createClientInput } from '@/lib/commands/create-client'
import { decideApproval } from '@/lib/commands/decide-approval'
import { linkSubject } from '@/lib/commands/link-subject'
import { registerIdentity, registerIdentityInput } from '@/lib/commands/register-identity'
import { registerSystem, registerSystemInput } from '@/lib/commands/register-system'
import { requestGrant, requestGrantInput } from '@/lib/commands/request-grant'
import { trustIssuer, trustIssuerInput } from '@/lib/commands/trust-issuer'
import { disconnect, reader } from '@/lib/db'
import type { Context, Role } from '@/lib/domain/context'
import { systemContext } from '@/lib/domain/context'
import { completeSettings } from '@/lib/env'
import { joinDatabase } from '@/lib/runtime/database'

/** What the four stories of the token service need in a Remit that runs: made by commands, in its demo organisation. Its
 *  one line of output is a `StoryWorld`; the keys of the upstream issuers are the test's own. */
export type StoryWorld = {
  github: { issuer: string; key: JsonWebKey }
  staff: { issuer: string; key: JsonWebKey }
  pipeline: { clientId: string; grantId: string; shopId: string }
  support: Told
  integration: Told
  helpdesk: Told
  nightShift: Told
  gateway: { clientId: string; secret: string }
}
type Told = { clientId: string; secret: string; grantId: string; identityId: string }

const GITHUB = 'https://token.actions.githubusercontent.com'
const STAFF = 'https://login.meridian.example'
const HOUR = 3_600_000
const now = new Date()
const stamp = now.getTime().toString(36)

async function contexts(): Promise<Record<Role | 'system', Context>> {
  const org = await reader().organisation.findUniqueOrThrow({ where: { slug: 'demo' } })
  const members = await reader().member.findMany({ where: { orgId: org.id } })
  const as = (role: Role): Context => {
    const member = members.find((each) => each.roles.includes(role))
    if (!member) throw new Error(`nobody is ${role}`)
    return { orgId: org.id, actor: { kind: 'member', memberId: member.id, name: member.name, roles: [role] }, now }
  }
  const people = { admin: as('admin'), approver: as('approver'), reviewer: as('reviewer'), manager: as('manager') }
  return { ...people, system: systemContext(org.id, 'stories', now) }
}

async function newIssuer(ctx: Context, issuer: string, name: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: stamp, alg: 'ES256', use: 'sig' }
  const found = await reader().trustedIssuer.findFirst({ where: { orgId: ctx.orgId, issuer } })
  const address = found ? `${issuer}/${stamp}` : issuer
  const audiences = ['https://remit.example']
  await trustIssuer(ctx, trustIssuerInput.parse({ issuer: address, name, audiences, jwks: { keys: [jwk] } }))
  return { issuer: address, key: { ...(await exportJWK(privateKey)), kid: stamp } as JsonWebKey }
}

type Plan = {
  kind: 'agent' | 'pipeline' | 'service'
  name: string
  principalId: string
  systemId: string
  permissions: string[]
  bounds?: Record<string, unknown>
  tenants?: string[]
}

/** An actor with its client and its approved grant. */
async function newActor(by: Awaited<ReturnType<typeof contexts>>, plan: Plan): Promise<Told> {
  const name = `${plan.name} ${stamp}`
  const identity = registerIdentityInput.parse({ kind: plan.kind, name })
  const { identityId } = await registerIdentity(by.admin, identity)
  const terms = { identity: identityId, authMethods: ['client_secret_basic'] }
  const { clientId, secret } = await createClient(by.admin, createClientInput.parse(terms))
  const target = { systemId: plan.systemId, permissions: plan.permissions, tenants: plan.tenants ?? [] }
  const { grantId, approvalId } = await requestGrant(
    by.admin,
    requestGrantInput.parse({
      name: `${name} for ${target.permissions.join(', ')}`,
      principalId: plan.principalId,
      actorId: identityId,
      targets: [target],
      maxSessionTtlSeconds: 900,
      expiresAt: new Date(now.getTime() + 24 * HOUR),
      purpose: 'A story told end to end.',
      ...plan.bounds,
    }),
  )
  await decideApproval(by.approver, { approvalId, vote: 'approve', comment: 'Bounds checked.' })
  return { clientId, secret: secret?.secret ?? '', grantId, identityId }
}

/** A weekly window of three hours that begins this many hours from now. */
function window(hoursFromNow: number) {
  const start = new Date(now.getTime() + hoursFromNow * HOUR)
  const startMinute = start.getUTCHours() * 60 + start.getUTCMinutes()
  return { weekdays: [start.getUTCDay() || 7], startMinute, durationMinutes: 180, timeZone: 'UTC' }
}

async function newSystem(ctx: Context, key: string, permissions: Record<string, string>): Promise<string> {
  const named = Object.entries(permissions).map(([name, accessLevel]) => ({ key: name, accessLevel }))
  const facts = { key: `${key}-${stamp}`, name: `${key} ${stamp}`, kind: 'api', tier: 2, environment: 'production' }
  const resourceUri = `https://${key}-${stamp}.meridian.example`
  return (await registerSystem(ctx, registerSystemInput.parse({ ...facts, resourceUri, permissions: named }))).systemId
}

async function tell(): Promise<StoryWorld> {
  const by = await contexts()
  const github = await newIssuer(by.admin, GITHUB, 'GitHub Actions')
  const staff = await newIssuer(by.admin, STAFF, 'Staff sign-in')
  const person = registerIdentityInput.parse({ kind: 'human', name: `Petra Holm ${stamp}` })
  const { identityId: principalId } = await registerIdentity(by.admin, person)
  await linkSubject(by.admin, { issuer: staff.issuer, subject: 'petra', identity: principalId })
  const shop = await registerIdentity(by.admin, registerIdentityInput.parse({ kind: 'service', name: `shop ${stamp}` }))
  const shopId = await newSystem(by.admin, 'shop', { 'deploy:production': 'write' })
  const tickets = { 'case:read': 'read', 'note:create': 'write', 'entitlement:change': 'permissions-management' }
  const ticketing = await newSystem(by.admin, 'ticketing', tickets)
  const records = await newSystem(by.admin, 'records', { 'record:read': 'read' })
  const accounts = await newSystem(by.admin, 'accounts', { 'password:reset': 'credentials' })

  const approved = { requiresSessionApproval: true }
  const deploys = { systemId: shopId, permissions: ['deploy:production'], bounds: approved }
  const pipeline = await newActor(by, {
    kind: 'pipeline',
    name: 'web-shop release',
    principalId: shop.identityId,
    ...deploys,
  })
  const repository = 'repo:meridian/web-shop:environment:production'
  const federation = { clientId: pipeline.clientId, issuer: github.issuer, audience: 'https://remit.example' }
  await addFederation(by.admin, addFederationInput.parse({ ...federation, conditions: { sub: [repository] } }))

  const mayReset = { systemId: accounts, permissions: ['password:reset'], tenants: ['acme'], principalId }
  const bounds = (hours: number) => ({ windows: [window(hours)] })
  const gate = registerIdentityInput.parse({ kind: 'service', name: `Gateway ${stamp}` })
  const { identityId: gatewayId } = await registerIdentity(by.admin, gate)
  const keys = ['shop', 'ticketing', 'records', 'accounts'].map((key) => `${key}-${stamp}`)
  const checks = { identity: gatewayId, authMethods: ['client_secret_basic'], systems: keys }
  const gateway = await createClient(by.admin, createClientInput.parse(checks))
  return {
    github,
    staff,
    pipeline: { clientId: pipeline.clientId, grantId: pipeline.grantId, shopId },
    support: await newActor(by, {
      kind: 'agent',
      name: 'Support agent',
      principalId,
      systemId: ticketing,
      permissions: ['case:read', 'note:create'],
    }),
    integration: await newActor(by, {
      kind: 'service',
      name: 'Nightly pull',
      principalId,
      systemId: records,
      permissions: ['record:read'],
    }),
    helpdesk: await newActor(by, { kind: 'service', name: 'Helpdesk automation', ...mayReset, bounds: bounds(-1) }),
    nightShift: await newActor(by, { kind: 'service', name: 'Night automation', ...mayReset, bounds: bounds(3) }),
    gateway: { clientId: gateway.clientId, secret: gateway.secret?.secret ?? '' },
  }
}

const database = await joinDatabase()
completeSettings({ DATABASE_URL: database.url })
const world = await tell()
await disconnect()
await database.stop()
process.stdout.write(`${JSON.stringify(world)}\n`)
