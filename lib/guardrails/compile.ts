import type { AuthorizationAnswer, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs'
import { GUARDRAIL_ACTIONS, type GuardrailAction, type GuardrailRequest, type Guardrails } from '@/lib/domain/guardrail'
import { type Judgement, judgeOnce } from '@/lib/guardrails/judgements'
import type { Cedar } from '@/lib/guardrails/load-cedar'
import { type Mentioned, mentionedBy, speaksOf } from '@/lib/guardrails/mentioned'
import { toCall } from '@/lib/guardrails/to-call'

/** One version of an organisation's guardrails, ready to judge. `speaksOf`: whether anything
 *  can be refused for an action at all; `looksAt`: whether any policy then looks at an attribute. */
export type Compiled = {
  judge: (request: GuardrailRequest) => Judgement
  speaksOf: (action: GuardrailAction) => boolean
  looksAt: (action: GuardrailAction, attribute: string) => boolean
}

/** No id of a policy can be this. */
const OTHERWISE = '#otherwise'
const PASSES: Judgement = { isAllowed: true, by: [], failed: [] }

/** Tells versions apart within this process, also where one is read twice; and which of them the engine holds as which set. */
let versions = 0
const held = new Map<string, number>()

/** A bundler may load this file twice beside one engine. */
const instance = crypto.randomUUID()

type Parsed = { id: string; text: string; json: PolicyJson }
type Prepared = { setId: string; version: number; policies: Record<string, string>; mentioned: Mentioned }

function parse(cedar: Cedar, { policies }: Guardrails): Parsed[] {
  return policies.map(({ id, text }) => {
    const answer = cedar.policyToJson(text)
    if (answer.type === 'failure') throw new Error(`the guardrail ${id} is no policy`)
    return { id, text, json: answer.json }
  })
}

/** The engine keeps one set under a name, so that what it holds is bounded: whoever judges sees to it that it is theirs. */
function hold(cedar: Cedar, { setId, version, policies }: Prepared): void {
  if (held.get(setId) === version) return
  const answer = cedar.preparsePolicySet(setId, { staticPolicies: policies })
  if (answer.type === 'failure') throw new Error('the guardrails cannot be read together')
  held.set(setId, version)
}

/** The policies that speak of an action; null where nothing they say can refuse it. */
function prepare(setId: string, version: number, all: readonly Parsed[], { otherwise }: Guardrails): Prepared | null {
  if (otherwise === 'allow' && all.every(({ json }) => json.effect === 'permit')) return null
  const policies = Object.fromEntries(all.map(({ id, text }) => [id, text]))
  if (otherwise === 'allow') policies[OTHERWISE] = 'permit(principal, action, resource);'
  return { setId, version, policies, mentioned: mentionedBy(all.map(({ json }) => json)) }
}

function toJudgement(answer: AuthorizationAnswer): Judgement {
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '))
  const { decision, diagnostics } = answer.response
  const failed = diagnostics.errors.map(({ policyId }) => policyId)
  const by = diagnostics.reason.filter((id) => id !== OTHERWISE).sort()
  return { isAllowed: decision === 'allow' && failed.length === 0, by, failed }
}

/** Reads a version once, so that it can be asked often. `setId` names it within the engine, which keeps the last version
 *  under each name. @throws Error where a policy cannot be read; whoever asks then refuses */
export function compileGuardrails(cedar: Cedar, setId: string, content: Guardrails): Compiled {
  const parsed = parse(cedar, content)
  const version = ++versions
  const prepared = new Map(
    GUARDRAIL_ACTIONS.map((action) => {
      const speaking = parsed.filter(({ json }) => speaksOf(json, action))
      return [action, prepare(`${instance}/${setId}/${action}`, version, speaking, content)]
    }),
  )
  for (const each of prepared.values()) if (each) hold(cedar, each)
  const judge = (request: GuardrailRequest) => {
    const of = prepared.get(request.action)
    if (!of) return PASSES
    const call = toCall(request, of.mentioned)
    return judgeOnce(`${version} ${JSON.stringify(call)}`, () => {
      hold(cedar, of)
      return toJudgement(cedar.statefulIsAuthorized({ ...call, preparsedPolicySetId: of.setId }))
    })
  }
  const looksAt = (action: GuardrailAction, attribute: string) => {
    const of = prepared.get(action)
    return of != null && (of.mentioned?.has(attribute) ?? true)
  }
  return { judge, speaksOf: (action) => prepared.get(action) != null, looksAt }
}
