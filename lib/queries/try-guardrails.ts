import { z } from 'zod'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { type GuardrailInspection, type GuardrailProblem, guardrailRequest, guardrails } from '@/lib/domain/guardrail'
import { formatGuardrail } from '@/lib/guardrails/format-guardrail'
import { inspectGuardrails } from '@/lib/guardrails/inspect-guardrails'

/** Guardrails that are being written, and a request to try on them. */
export const tryGuardrailsInput = z.object({ content: z.unknown(), trial: guardrailRequest.nullable().default(null) })

function shapeProblem(content: unknown, { path, message }: z.core.$ZodIssue): GuardrailProblem {
  const [list, index] = path
  const at = (name: string) => {
    const all = (content as Record<string, unknown>)?.[name]
    return list === name && Array.isArray(all) && typeof index === 'number' ? all[index] : null
  }
  const place = { policyId: at('policies')?.id ?? null, test: at('tests')?.name ?? null }
  return { severity: 'error', ...place, line: null, column: null, message, help: null }
}

/** What is wrong with guardrails that are being written, how their tests come out, and what they answer to a request. */
export async function tryGuardrails(
  ctx: Context,
  { content, trial }: z.output<typeof tryGuardrailsInput>,
): Promise<GuardrailInspection> {
  authorize(ctx, 'view-policies')
  const { data, error } = guardrails.safeParse(content)
  if (data) return inspectGuardrails(data, trial)
  return { problems: error.issues.map((issue) => shapeProblem(content, issue)), tests: [], trial: null }
}

export const layOutGuardrailInput = z.object({ text: z.string().max(20_000) })

/** The text of a guardrail, laid out the usual way. */
export async function layOutGuardrail(ctx: Context, { text }: z.output<typeof layOutGuardrailInput>): Promise<string> {
  authorize(ctx, 'view-policies')
  return formatGuardrail(text)
}
