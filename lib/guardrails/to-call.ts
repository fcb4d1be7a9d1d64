import type { CedarValueJson, EntityJson, StatefulAuthorizationCall } from '@cedar-policy/cedar-wasm/nodejs'
import type { GuardrailRequest } from '@/lib/domain/guardrail'
import type { Mentioned } from '@/lib/guardrails/mentioned'

type Call = Omit<StatefulAuthorizationCall, 'preparsedPolicySetId'>
type Attributes = Record<string, CedarValueJson>

const uidOf = (party: GuardrailRequest['actor']) => ({ type: 'Identity', id: party.id ?? party.name })

function only(attributes: Record<string, CedarValueJson | undefined>, mentioned: Mentioned): Attributes {
  const kept: Attributes = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && (mentioned === null || mentioned.has(name))) kept[name] = value
  }
  return kept
}

function toEntity(party: GuardrailRequest['actor'], mentioned: Mentioned): EntityJson {
  const { id: _, ...attributes } = party
  return { uid: uidOf(party), attrs: only(attributes, mentioned), parents: [] }
}

/** A request in Cedar's words, with no more than the policies look at: taking values across costs more than judging them. */
export function toCall(request: GuardrailRequest, mentioned: Mentioned): Call {
  const { action, principal, actor, system, ...rest } = request
  const entities = [toEntity(principal, mentioned)]
  if (uidOf(actor).id !== uidOf(principal).id) entities.push(toEntity(actor, mentioned))
  const resource = { type: 'System', id: system.key }
  entities.push({ uid: resource, attrs: only(system, mentioned), parents: [] })
  return {
    principal: uidOf(principal),
    action: { type: 'Action', id: action },
    resource,
    context: only({ actor: { __entity: uidOf(actor) }, ...rest }, mentioned),
    entities,
  }
}
