import type { Prisma, Tx } from '@/lib/db'
import { readPolicyFacts } from '@/lib/db/policy-facts'
import { approvalPolicy } from '@/lib/domain/approval-policy'
import { checkPolicy } from '@/lib/domain/check-policy'
import { DomainError } from '@/lib/domain/error'
import { guardrails } from '@/lib/domain/guardrail'
import { type PolicyProblem, shapeProblems } from '@/lib/domain/policy-problem'
import type { PolicyKind } from '@/lib/domain/policy-version'
import { listGuardrailProblems } from '@/lib/guardrails/list-guardrail-problems'

/** Rules as they are stored, and what is worth knowing of them. */
export type CheckedPolicy = { content: Prisma.InputJsonObject; warnings: PolicyProblem[] }

function refuse(problems: readonly PolicyProblem[]): never {
  const message = problems[0]?.message ?? 'These rules were not understood.'
  throw new DomainError('invalid_policy', message, { problems })
}

type Looked = { parsed: object | null; problems: PolicyProblem[] }

async function lookAtGuardrails(content: unknown): Promise<Looked> {
  const { data, error } = guardrails.safeParse(content)
  if (error) return { parsed: null, problems: shapeProblems(error) }
  return { parsed: data, problems: await listGuardrailProblems(data) }
}

async function lookAtApprovals(tx: Tx, orgId: string, content: unknown): Promise<Looked> {
  const { data, error } = approvalPolicy.safeParse(content)
  if (error) return { parsed: null, problems: shapeProblems(error) }
  return { parsed: data, problems: checkPolicy(data, await readPolicyFacts(tx, orgId, data)) }
}

/** Takes the content of a version as it may be put in force. @throws DomainError `invalid_policy` with all problems */
export async function checkPolicyContent(
  tx: Tx,
  orgId: string,
  kind: PolicyKind,
  content: unknown,
): Promise<CheckedPolicy> {
  const isApprovals = kind === 'approvals'
  const { parsed, problems } = await (isApprovals ? lookAtApprovals(tx, orgId, content) : lookAtGuardrails(content))
  const errors = problems.filter(({ level }) => level === 'error')
  if (!parsed || errors.length > 0) refuse(errors)
  return { content: JSON.parse(JSON.stringify(parsed)) as Prisma.InputJsonObject, warnings: problems }
}
