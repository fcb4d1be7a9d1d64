import type { GuardrailRequest, Guardrails, GuardrailVerdict } from '@/lib/domain/guardrail'
import type { Compiled } from '@/lib/guardrails/compile'
import type { Judgement } from '@/lib/guardrails/judgements'

export const PASSES: GuardrailVerdict = { isAllowed: true, guardrails: [], message: 'No guardrail forbids this.' }

/** What is answered where guardrails cannot be asked: nobody knows, so that it is refused. */
export const UNKNOWN: GuardrailVerdict = {
  isAllowed: false,
  guardrails: [],
  message: 'The guardrails could not be evaluated, so that nothing passes. An admin has to look at them.',
}

const list = (names: readonly string[]) => names.join(', ')

function describe({ policies }: Guardrails, { by, failed }: Judgement, system: string): GuardrailVerdict {
  const nameOf = (id: string) => policies.find((policy) => policy.id === id)?.name ?? id
  if (failed.length > 0) {
    const names = failed.map(nameOf)
    const message = `The guardrail ${list(names)} could not be evaluated for ${system}, so that this is refused.`
    return { isAllowed: false, guardrails: names, message }
  }
  if (by.length === 0) return { isAllowed: false, guardrails: [], message: `No guardrail permits this on ${system}.` }
  const why = policies.filter(({ id, description }) => by.includes(id) && description).map((each) => each.description)
  const because = why.length > 0 ? `: ${why.join(' ')}` : '.'
  const names = by.map(nameOf)
  return {
    isAllowed: false,
    guardrails: names,
    message: `Forbidden on ${system} by the guardrail ${list(names)}${because}`,
  }
}

/** Holds guardrails against one request, in words. Fails closed. */
export function verdictOf(content: Guardrails, compiled: Compiled, request: GuardrailRequest): GuardrailVerdict {
  try {
    const judgement = compiled.judge(request)
    return judgement.isAllowed ? PASSES : describe(content, judgement, request.system.name)
  } catch {
    return UNKNOWN
  }
}

/** The answer for all systems of a request: each has to pass, and every refusal is told. */
export function combineVerdicts(verdicts: readonly GuardrailVerdict[]): GuardrailVerdict {
  const refused = verdicts.filter(({ isAllowed }) => !isAllowed)
  if (refused.length === 0) return PASSES
  return {
    isAllowed: false,
    guardrails: [...new Set(refused.flatMap(({ guardrails }) => guardrails))],
    message: [...new Set(refused.map(({ message }) => message))].join(' '),
  }
}
