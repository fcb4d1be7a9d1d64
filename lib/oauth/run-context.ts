import type { RunContext } from '@/lib/domain/session-request'
import type { Form } from '@/lib/oauth/form'
import { OAuthError } from '@/lib/oauth/oauth-error'

/** What an ID token says of the run it was made for: GitHub Actions' claims, which others took over. */
const RUN_CLAIMS = ['repository', 'ref', 'sha', 'run_id', 'environment', 'workflow', 'actor', 'event_name'] as const

const MOST_MEMBERS = 20
const LONGEST_VALUE = 500

const malformed = () =>
  new OAuthError('invalid_request', `context has to be a JSON object of at most ${MOST_MEMBERS} short texts.`)

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {}
  throw malformed()
}

/** What the client itself says of its run: parameter `context`, a JSON object. @throws OAuthError `invalid_request` */
export function readStatedContext(form: Form): Record<string, string> {
  const text = form.find('context')
  if (text === undefined) return {}
  const members = Object.entries(parseObject(text))
  const isShort = (value: unknown) =>
    ['string', 'number', 'boolean'].includes(typeof value) && String(value).length <= LONGEST_VALUE
  if (members.length > MOST_MEMBERS || !members.every(([, value]) => isShort(value))) throw malformed()
  return Object.fromEntries(members.map(([name, value]) => [name.slice(0, 100), String(value)]))
}

/** What the run says of itself, for whoever approves it: what trusted issuers' tokens hold apart from what the client
 *  only states in the parameter `context`. */
export function toRunContext(
  stated: Record<string, string>,
  tokens: readonly (Readonly<Record<string, unknown>> | null)[],
): RunContext {
  const verified: Record<string, string> = {}
  for (const claims of tokens) {
    for (const name of RUN_CLAIMS) {
      const value = claims?.[name]
      if (typeof value === 'string') verified[name] ??= value.slice(0, LONGEST_VALUE)
    }
  }
  return { verified, stated }
}
