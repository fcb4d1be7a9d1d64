import type { z } from 'zod'
import { createApiToken } from '@/lib/commands/create-api-token'
import { mutate } from '@/lib/db'
import { API_SCOPES, type ApiScope } from '@/lib/domain/api-scope'
import { createApiTokenInput } from '@/lib/domain/api-token'
import type { Role } from '@/lib/domain/context'
import { answerApi } from '@/lib/http/api/answer-api'
import { fromPublicId } from '@/lib/id'
import { NOW } from '@/tests/support/clock'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'

export type Reply = { status: number; headers: Headers; body: Record<string, unknown> }
type Sent = { token?: string; body?: unknown; headers?: Record<string, string>; now?: Date; text?: string }

/** A call of the REST API, as the route hands it on. */
export async function callApi(method: string, path: string, sent: Sent = {}): Promise<Reply> {
  const { token, body, headers = {}, now = NOW, text = body === undefined ? undefined : JSON.stringify(body) } = sent
  const request = new Request(`http://remit.test/api/v1${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: text,
  })
  const reply = await answerApi(request, now)
  const said = await reply.text()
  return { status: reply.status, headers: reply.headers, body: said ? JSON.parse(said) : {} }
}

/** An organisation whose members and services call with tokens. */
export async function createApi() {
  const org = await createLifecycle()
  const tokenOf = async (role: Role, over: Partial<z.input<typeof createApiTokenInput>> = {}, now = NOW) => {
    const input = createApiTokenInput.parse({ name: 'a token', scopes: [...API_SCOPES], ...over })
    return createApiToken(org.as(role, now), input)
  }
  const token = async (role: Role, scopes: readonly ApiScope[] = API_SCOPES) =>
    (await tokenOf(role, { scopes: [...scopes] })).token
  const serviceToken = async (identityId: string, scopes: readonly ApiScope[] = API_SCOPES) =>
    (await tokenOf('admin', { identityId, scopes: [...scopes] })).token
  const wish = (over: Record<string, unknown> = {}) => ({
    ...{ name: 'Answer cases', purpose: 'Answers cases', principalId: org.principalId, actorId: org.actorId },
    targets: [{ systemId: org.systemId, permissions: ['case:list', 'case:read'] }],
    ...{ maxSessionTtlSeconds: 3600, durationSeconds: 86_400 },
    ...over,
  })
  /** As if the rules had asked for so many votes. */
  const requireVotes = (requestId: string, requiredVotes: number) =>
    mutate(org.remit(), async (tx) => {
      const approvalId = fromPublicId('approval', requestId)
      await tx.approvalStage.updateMany({ where: { orgId: org.orgId, approvalId }, data: { requiredVotes } })
      const subject = { subjectKind: 'approval', subjectId: approvalId } as const
      return { result: null, events: [{ action: 'approval.asked', ...subject }] }
    })
  return { ...org, requireVotes, tokenOf, token, serviceToken, wish }
}
