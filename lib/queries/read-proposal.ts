import { reader } from '@/lib/db'
import { readActivePolicy } from '@/lib/db/question'
import type { Context } from '@/lib/domain/context'
import { diffGuardrails, diffLines } from '@/lib/domain/diff-guardrails'
import type { RuleChange } from '@/lib/domain/diff-policies'
import { notFound } from '@/lib/domain/error'
import { guardrails } from '@/lib/domain/guardrail'
import type { AskedRules, Proposal } from '@/lib/domain/inbox'
import type { PolicyKind } from '@/lib/domain/policy-version'
import { toPublicId } from '@/lib/id'
import { getPolicyVersion } from '@/lib/queries/get-policy-version'

type InWords = NonNullable<RuleChange['after']>
const inWords = (rule: InWords | null) => (rule ? Object.values(rule).flat().map(String) : [])

type Told = Pick<Proposal, 'against' | 'changes'>

const changedLines = (before: string[], after: string[]) => diffLines(before, after).filter(({ sign }) => sign !== ' ')

async function readChanges(ctx: Context, version: number): Promise<Told> {
  const { against, difference } = await getPolicyVersion(ctx, version)
  const rules = difference.rules.flatMap(({ kind, name, before, after }) => {
    const lines = kind === 'moved' ? [] : changedLines(inWords(before), inWords(after))
    return kind === 'same' ? [] : [{ kind, name, lines }]
  })
  const settings = difference.settings.map(({ label, before, after }) => {
    return { kind: 'changed' as const, name: label, lines: changedLines([before], [after]) }
  })
  return { against, changes: [...rules, ...settings] }
}

/** Against those in force. What was proposed is read as it was: later versions of Remit may know more. */
async function readGuardrailChanges({ orgId }: Context, content: unknown): Promise<Told> {
  const active = await readActivePolicy(reader(), orgId, 'guardrails')
  const held = guardrails.parse(active?.content ?? {})
  return { against: active?.version ?? 0, changes: diffGuardrails(held, guardrails.parse(content)) }
}

/** Other rules as they were proposed. Part of `getInboxItem`, which has authorized. Errors: `not_found`. */
export async function readProposal(ctx: Context, id: string): Promise<{ rules: AskedRules; proposal: Proposal }> {
  const row = await reader().policyVersion.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
  if (!row) throw notFound('version')
  const { version, note, proposedBy } = row
  const kind = row.kind as PolicyKind
  const told = kind === 'approvals' ? await readChanges(ctx, version) : await readGuardrailChanges(ctx, row.content)
  return { rules: { id: toPublicId('policy', id), kind, version }, proposal: { note, proposedBy, ...told } }
}
