import { z } from 'zod'
import { API_SCOPES } from '@/lib/domain/api-scope'
import { DEEDS, type Deed, isAllowed } from '@/lib/domain/authorization'
import { type Context, ROLES } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'
import { type Operation, operation } from '@/lib/operations/operation'

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

/** Whoever asks: who they are, and what is theirs. */
export const meOperations: readonly Operation[] = [get]
