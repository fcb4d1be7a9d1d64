import { generateKeyPairSync } from 'node:crypto'
import type { z } from 'zod'
import { addFederation } from '@/lib/commands/add-federation'
import { createClient, createClientInput } from '@/lib/commands/create-client'
import { linkSubject } from '@/lib/commands/link-subject'
import { registerIdentity, registerIdentityInput } from '@/lib/commands/register-identity'
import { rotateClientSecret } from '@/lib/commands/rotate-client-secret'
import { trustIssuer, trustIssuerInput } from '@/lib/commands/trust-issuer'
import type { Context } from '@/lib/domain/context'
import type { Story } from '@/prisma/demo/story'

const GITHUB = 'https://token.actions.githubusercontent.com'
const STAFF = 'https://login.example.com'
const AUDIENCE = 'https://remit.example.com'

/** The public half of a key that nobody has: the private one is forgotten here. */
function publicKeys() {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'demo-1', alg: 'ES256', use: 'sig' }] }
}

async function create(ctx: Context, input: z.input<typeof createClientInput>): Promise<string> {
  return (await createClient(ctx, createClientInput.parse(input))).clientId
}

async function trust(ctx: Context): Promise<void> {
  const audiences = [AUDIENCE]
  await trustIssuer(ctx, trustIssuerInput.parse({ issuer: GITHUB, name: 'GitHub Actions', audiences }))
  await trustIssuer(
    ctx,
    trustIssuerInput.parse({ issuer: STAFF, name: 'Staff sign-in', audiences, identifyBy: 'email' }),
  )
  await linkSubject(ctx, {
    issuer: GITHUB,
    subject: 'repo:meridian/shop:ref:refs/heads/main',
    identity: 'image-builder',
  })
}

/** The one in front of the ticketing API: its first secret is older than it should be, and its successor is there. */
function tellGateway(story: Story): void {
  const made = { clientId: '' }
  story.daysAgo(220, async (now) => {
    const input = { kind: 'service', name: 'ticketing-gateway', ownerId: story.id('identities', 'Support') } as const
    const { identityId } = await registerIdentity(story.as('admin', now), registerIdentityInput.parse(input))
    story.identities.set(input.name, identityId)
    made.clientId = await create(story.as('admin', now), {
      ...{
        identity: identityId,
        name: 'Ticketing gateway',
        authMethods: ['client_secret_basic', 'client_secret_post'],
      },
      systems: [story.id('systems', 'ticketing')],
    })
  })
  story.daysAgo(12, (now) => rotateClientSecret(story.as('admin', now), { ...made, revokeOldest: false }))
}

/** Who asks the token service: an agent with its own key, a pipeline that shows GitHub's token, and the gateway that asks
 *  about tokens. Secrets are random and told to nobody. */
export function tellClients(story: Story): void {
  tellGateway(story)
  story.daysAgo(60, async (now) => {
    const ctx = story.as('admin', now)
    await trust(ctx)
    await create(ctx, {
      ...{ identity: 'support-agent', name: 'Support agent', authMethods: ['private_key_jwt'], jwks: publicKeys() },
      scopes: ['case:list', 'case:read', 'note:create', 'note:read'],
    })
    const release = { identity: 'deploy-pipeline', name: 'Release workflow', authMethods: ['federated' as const] }
    const clientId = await create(ctx, release)
    const conditions = { sub: ['repo:meridian/platform:environment:production'], runner_environment: ['github-hosted'] }
    await addFederation(ctx, { clientId, issuer: GITHUB, audience: AUDIENCE, conditions })
  })
}
