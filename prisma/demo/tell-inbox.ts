import { askSession } from '@/lib/commands/ask-session'
import { decideApproval } from '@/lib/commands/decide-approval'
import { requestGrant, requestGrantInput } from '@/lib/commands/request-grant'
import type { AskedSession } from '@/lib/domain/session-request'
import { fromPublicId, toPublicId } from '@/lib/id'
import { listClients } from '@/lib/queries/list-clients'
import type { Story } from '@/prisma/demo/story'

const RELEASE = 'Release by approval'
const MINUTE = 60_000
const PERMISSIONS = ['deployment:read', 'deployment:update', 'config:read']

type Release = { run: number; version: string; permissions?: string[]; ttlMinutes?: number; environment?: string }

/** The client that the pipeline's runs come with. */
async function findClient(story: Story, now: Date): Promise<{ id: string; name: string }> {
  const identity = story.id('identities', 'deploy-pipeline')
  const { rows } = await listClients(story.system('demo', now), { identity, limit: 1 })
  const [client] = rows
  if (!client) throw new Error('the story has no client for deploy-pipeline yet')
  return { id: fromPublicId('client', client.id), name: client.name }
}

function askedFor(story: Story, clientId: string, release: Release): AskedSession {
  const { run, version, permissions = PERMISSIONS, ttlMinutes = 15, environment = 'production' } = release
  const identityOf = (name: string) => fromPublicId('identity', story.id('identities', name))
  const verified = {
    ...{ repository: 'meridian/platform', ref: 'refs/heads/main', workflow: 'release', actor: 'tomas' },
    ...{ run_id: String(run), sha: '9f2c41e7d0b85a36f1e4c7b2a9d8e6035c1b7f42', environment },
  }
  return {
    ...{
      digest: `demo-${run}`,
      grantId: fromPublicId('grant', story.id('grants', RELEASE)),
      grantName: RELEASE,
      clientId,
    },
    ...{ principalId: identityOf('Tomás Rey'), actorId: identityOf('deploy-pipeline'), parentSessionId: null },
    systemIds: [fromPublicId('system', story.id('systems', 'prod-cluster-eu'))],
    audience: ['https://cluster-eu.example.com'],
    ...{ permissions, authorizationDetails: [], ttlSeconds: ttlMinutes * 60, isDpopBound: false },
    ...{ purpose: `Release ${version} of the platform.`, ticket: 'CHG-4833' },
    context: { verified, stated: { change: 'CHG-4833' } },
  }
}

function tellRelease(
  story: Story,
  minutesAgo: number,
  release: Release,
  vote?: 'approve' | 'deny',
  comment = '',
): void {
  const asked = { approvalId: '' }
  const at = (minutes: number) => new Date(story.now.getTime() - minutes * MINUTE)
  story.at(at(minutesAgo), async (now) => {
    const { id: clientId, name } = await findClient(story, now)
    const ctx = { orgId: story.orgId, now, actor: { kind: 'client' as const, clientId, name } }
    const { approvalId } = await askSession(ctx, askedFor(story, clientId, release))
    asked.approvalId = toPublicId('approval', approvalId)
  })
  if (!vote) return
  story.at(at(minutesAgo - 4), (now) =>
    decideApproval(story.as('approver', now), { approvalId: asked.approvalId, vote, comment }),
  )
}

/** A grant under which a person approves each session. */
function tellReleaseGrant(story: Story): void {
  story.daysAgo(30, async (now) => {
    const input = requestGrantInput.parse({
      name: RELEASE,
      actorId: story.id('identities', 'deploy-pipeline'),
      principalId: story.id('identities', 'Tomás Rey'),
      ownerId: story.id('identities', 'Tomás Rey'),
      targets: [
        {
          systemId: story.id('systems', 'prod-cluster-eu'),
          permissions: [...PERMISSIONS, 'config:update', 'deployment:delete'],
        },
      ],
      ...{ maxSessionTtlSeconds: 3600, maxConcurrentSessions: 1, requiresSessionApproval: true },
      expiresAt: new Date(story.now.getTime() + 60 * 86_400_000),
      ...{ purpose: 'Rolls out a release that somebody has looked at', ticket: 'CHG-4700' },
    })
    const { grantId, approvalId } = await requestGrant(story.as('admin', now), input)
    story.grants.set(RELEASE, grantId)
    story.approvals.set(RELEASE, approvalId)
  })
  story.daysAgo(29.9, (now) => {
    const comment = 'Each release is looked at by a person.'
    return decideApproval(story.as('approver', now), {
      approvalId: story.id('approvals', RELEASE),
      vote: 'approve',
      comment,
    })
  })
}

/** A grant that somebody asks for now. */
function tellRequest(story: Story): void {
  story.daysAgo(3 / 24, async (now) => {
    const input = requestGrantInput.parse({
      name: 'Reset passwords, tenant north',
      actorId: story.id('identities', 'reset-bot'),
      principalId: story.id('identities', 'Ines Duarte'),
      ownerId: story.id('identities', 'Support'),
      targets: [
        {
          systemId: story.id('systems', 'identity-directory'),
          permissions: ['user:read', 'credential:reset'],
          tenants: ['north'],
        },
      ],
      windows: [{ weekdays: [7], startMinute: 120, durationMinutes: 120, timeZone: 'Europe/Berlin' }],
      ...{ maxSessionTtlSeconds: 900, maxConcurrentSessions: 2, maxChainDepth: 0 },
      expiresAt: new Date(story.now.getTime() + 30 * 86_400_000),
      ...{ purpose: 'Resets passwords in the maintenance window, for tenant north only', ticket: 'HLP-2291' },
    })
    await requestGrant(story.as('admin', now), input)
  })
}

/** What waits in the inbox as the story ends: releases that want a person each, and a grant; and what was decided. */
export function tellInbox(story: Story): void {
  tellReleaseGrant(story)
  tellRequest(story)
  tellRelease(story, 4000, { run: 4379, version: '2026.10.4' }, 'approve', 'Change looked at, tests are green.')
  const broad = ['deployment:delete', 'config:update']
  tellRelease(
    story,
    2600,
    { run: 4402, version: '2026.10.5', permissions: broad },
    'deny',
    'A release deletes nothing.',
  )
  tellRelease(story, 9, { run: 4471, version: '2026.11.2' })
  tellRelease(story, 2, {
    run: 4473,
    version: '2026.11.2-hotfix',
    ttlMinutes: 45,
    permissions: [...PERMISSIONS, 'config:update'],
  })
}
