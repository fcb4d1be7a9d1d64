import type { Method } from '@/lib/operations/operation'
import { UsageError } from '@/lib/runtime/usage-error'

/** Where the API is, and the token to call it with. */
export type ApiAccess = { url: string; token: string }

type Problem = { code?: string; detail?: string; errors?: { pointer?: string; parameter?: string; detail: string }[] }

/** An answer of the API that is a problem (RFC 9457). */
export class ApiProblem extends Error {
  readonly code: string

  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(describe(status, problem))
    this.name = 'ApiProblem'
    this.code = problem.code ?? 'unexpected'
  }
}

function describe(status: number, { detail, errors = [], code }: Problem): string {
  const faults = errors.map((each) => `  ${each.parameter ?? each.pointer}: ${each.detail}`)
  return [`${detail ?? `The API answered ${status}.`}${code ? ` (${code})` : ''}`, ...faults].join('\n')
}

type Called = { method: Method; path: string; input: Record<string, unknown>; idempotencyKey?: string }

/** `/grants/{grantId}` with what stands in braces, and the rest of what was given. */
function fillPath(path: string, input: Record<string, unknown>) {
  const rest = { ...input }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    if (typeof value !== 'string' || value === '') throw new UsageError(`Say ${name}.`)
    return encodeURIComponent(value)
  })
  return { filled, rest }
}

function toQuery(rest: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) query.set(name, String(value))
  return query.size > 0 ? `?${query}` : ''
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error' })
  } catch {
    throw new ApiProblem(503, { code: 'unreachable', detail: `Nothing answers at ${new URL(url).origin}.` })
  }
}

/** Calls one operation over HTTP. @throws ApiProblem for whatever is not well */
export async function callOperation({ url, token }: ApiAccess, called: Called): Promise<Record<string, unknown>> {
  const { filled, rest } = fillPath(called.path, called.input)
  const isQuestion = called.method === 'GET'
  const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: 'application/json' }
  if (!isQuestion) headers['content-type'] = 'application/json'
  if (called.idempotencyKey) headers['idempotency-key'] = called.idempotencyKey
  const reply = await send(`${url.replace(/\/$/, '')}/api/v1${filled}${isQuestion ? toQuery(rest) : ''}`, {
    ...{ method: called.method, headers },
    body: isQuestion ? undefined : JSON.stringify(rest),
  })
  const body = await reply.json().catch(() => ({}))
  if (!reply.ok) throw new ApiProblem(reply.status, body)
  return body
}
