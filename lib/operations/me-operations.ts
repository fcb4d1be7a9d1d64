import { z } from 'zod'
import { endOwnAccess, endOwnAccessInput } from '@/lib/commands/end-own-access'
import { withdrawConsent } from '@/lib/commands/withdraw-consent'
import { API_SCOPES } from '@/lib/domain/api-scope'
import { DEEDS, type Deed, isAllowed } from '@/lib/domain/authorization'
import { type Context, ROLES } from '@/lib/domain/context'
import { grantListInput } from '@/lib/domain/grant-filter'
import { sessionListRequest } from '@/lib/domain/session-filter'
import { toPublicId } from '@/lib/id'
import { grantRow } from '@/lib/operations/grant-shapes'
import { type Operation, operation } from '@/lib/operations/operation'
import { revocationResult, sessionRow } from '@/lib/operations/session-shapes'
import { moment, named, namedIdentity, reason, statusOf } from '@/lib/operations/shapes'
import { listGrants } from '@/lib/queries/list-grants'
import { listOwnAccess } from '@/lib/queries/list-own-access'
import { listSessions } from '@/lib/queries/list-sessions'

const caller = z
  .object({
    kind: z.enum(['member', 'service']),
    id: z.string(),
    name: z.string(),
    roles: z.array(z.enum(ROLES)).describe('Of a member; a service has none.'),
    scopes: z.array(z.enum(API_SCOPES)).describe('Of this token.'),
    mayDo: z.array(z.string()).describe('Deeds of Remit that both the token and its holder allow.'),
  })
  .meta({ id: 'Caller' })

const ownGrant = z
  .object({
    ...{ id: z.string(), name: z.string(), origin: z.enum(['managed', 'observed']), status: statusOf('grant') },
    actor: namedIdentity,
    systems: z.array(z.string()),
    breadth: z.number().nullable(),
    expiresAt: moment.nullable(),
    lastUsedAt: moment.nullable(),
    liveSessions: z.number().int(),
    canEnd: z.boolean(),
  })
  .meta({ id: 'OwnGrant' })

const consent = z.object({
  id: z.string(),
  status: statusOf('consent'),
  basis: z.enum(['person', 'policy']),
  actor: namedIdentity,
  grant: named.extend({ stands: z.boolean() }),
  askedAt: moment,
  answeredAt: moment.nullable(),
})

/** By what an identity acts for others now. */
async function readActing(ctx: Context, identity: string) {
  const [grants, sessions] = await Promise.all([
    listGrants(ctx, grantListInput.parse({ actor: identity, limit: 100 })),
    listSessions(ctx, sessionListRequest.parse({ identity, limit: 100 })),
  ])
  return { grants: grants.rows, sessions: sessions.rows.filter(({ actor }) => actor.id === identity) }
}

function describeCaller({ actor }: Context) {
  if (actor.kind === 'member')
    return { kind: actor.kind, id: toPublicId('member', actor.memberId), roles: [...actor.roles], token: actor.token }
  if (actor.kind !== 'service') throw new Error('only members and services call from outside')
  return { kind: actor.kind, id: toPublicId('identity', actor.identityId), roles: [], token: actor.token }
}

const get = operation({
  id: 'me.get',
  method: 'GET',
  path: '/me',
  scope: null,
  summary: 'Who am I, and what may I do here?',
  description:
    'The holder of this token, and what the token lets it do in Remit. What it may do elsewhere: see /me/access.',
  forAgents: true,
  input: z.object({}),
  output: caller,
  run: async (ctx) => {
    const { token, ...who } = describeCaller(ctx)
    const mayDo = (Object.keys(DEEDS) as Deed[]).filter((deed) => isAllowed(ctx, deed))
    return { ...who, name: ctx.actor.name, scopes: [...(token?.scopes ?? [])], mayDo }
  },
})

const access = operation({
  id: 'me.access',
  method: 'GET',
  path: '/me/access',
  scope: 'access:read',
  summary: 'What may I do elsewhere, and who acts for me?',
  description:
    'Standing grants and live sessions by which you act for others, and those by which others act in your name; a hundred of each at most.',
  forAgents: true,
  input: z.object({}),
  output: z.object({
    identities: z.array(named).describe('Who you are here; empty: nobody who could act or be acted for.'),
    actsBy: z.object({ grants: z.array(grantRow), sessions: z.array(sessionRow) }),
    actedFor: z.object({
      grants: z.array(ownGrant),
      sessions: z.array(sessionRow),
      consents: z.array(consent).describe('What you agreed to, or a policy did for you.'),
    }),
  }),
  run: async (ctx) => {
    const own = await listOwnAccess(ctx)
    const mine = await Promise.all(own.identities.map(({ id }) => readActing(ctx, id)))
    return {
      identities: own.identities,
      actsBy: { grants: mine.flatMap(({ grants }) => grants), sessions: mine.flatMap(({ sessions }) => sessions) },
      actedFor: { grants: own.grants, sessions: own.sessions, consents: own.consents },
    }
  },
})

const end = operation({
  id: 'me.end',
  method: 'POST',
  path: '/me/access/end',
  scope: 'access:revoke',
  summary: 'Drop a session, or end a grant, of one’s own',
  description:
    'One by which you act, or that is in your name. Name a grant or a session. What came of it ends with it.',
  forAgents: true,
  input: endOwnAccessInput,
  output: revocationResult,
  run: (ctx, input) => endOwnAccess(ctx, input),
})

const withdraw = operation({
  id: 'me.withdraw-consent',
  method: 'POST',
  path: '/me/consents/{consentId}/withdraw',
  scope: 'access:revoke',
  summary: 'Take consent back',
  description: 'What rests on it ends: the grant, and its sessions.',
  input: z.object({ consentId: z.string().describe('A consent, cns_….'), reason }),
  output: revocationResult.extend({ grantId: z.string() }),
  run: (ctx, input) => withdrawConsent(ctx, input),
})

/** Whoever asks: who they are, and what is theirs. */
export const meOperations: readonly Operation[] = [get, access, end, withdraw]
