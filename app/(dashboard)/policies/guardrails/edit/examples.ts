import type { GuardrailPolicy } from '@/lib/domain/guardrail'

/** Guardrails to begin with. */
export const EXAMPLES: readonly GuardrailPolicy[] = [
  {
    id: 'agents-do-not-write-to-tier-1',
    name: 'Agents do not write to tier 1',
    description: 'Let a person or a pipeline do it.',
    text: `forbid (principal, action, resource)
when {
  resource.tier == 1 &&
  context.actor.kind == "agent" &&
  context.accessLevels.containsAny(["write", "permissions-management", "credentials"])
};`,
  },
  {
    id: 'third-parties-read-only',
    name: 'Third parties only read in production',
    description: 'Ask for list or read, or for another environment.',
    text: `forbid (principal, action, resource)
when { context.actor.isThirdParty && resource.environment == "production" }
unless { ["list", "read"].containsAll(context.accessLevels) };`,
  },
  {
    id: 'nothing-permanent-on-tier-1',
    name: 'Nothing permanent on tier 1',
    description: 'Say when the grant ends.',
    text: `forbid (principal, action == Action::"request", resource)
when { resource.tier == 1 && context.isPermanent };`,
  },
  {
    id: 'changes-take-a-ticket',
    name: 'Changes in production take a ticket',
    description: 'Name the ticket.',
    text: `forbid (principal, action in [Action::"request", Action::"issue"], resource)
when { resource.environment == "production" && context.accessLevels.contains("write") }
unless { context has ticket };`,
  },
]

/** A guardrail that is about to be written. */
export const BLANK: GuardrailPolicy = {
  id: 'new-guardrail',
  name: 'New guardrail',
  description: '',
  text: 'forbid (principal, action, resource)\nwhen { resource.tier == 1 };',
}

/** The same under an id and a name that no other has. */
export function distinct(policy: GuardrailPolicy, others: readonly GuardrailPolicy[]): GuardrailPolicy {
  const isTaken = (id: string, name: string) => others.some((other) => other.id === id || other.name === name)
  if (!isTaken(policy.id, policy.name)) return policy
  for (let n = 2; ; n++) {
    const next = { ...policy, id: `${policy.id}-${n}`, name: `${policy.name} ${n}` }
    if (!isTaken(next.id, next.name)) return next
  }
}
