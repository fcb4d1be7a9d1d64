import { reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { RuleChange } from '@/lib/domain/diff-policies'
import { notFound } from '@/lib/domain/error'
import type { AskedRules, Proposal } from '@/lib/domain/inbox'
import type { PolicyKind } from '@/lib/domain/policy-version'
import { toPublicId } from '@/lib/id'
import { getPolicyVersion } from '@/lib/queries/get-policy-version'

type InWords = NonNullable<RuleChange['after']>
const inWords = (rule: InWords | null) => (rule ? Object.values(rule).flat().map(String) : [])

async function readChanges(ctx: Context, version: number): Promise<Pick<Proposal, 'against' | 'changes' | 'json'>> {
  const { against, difference } = await getPolicyVersion(ctx, version)
  const rules = difference.rules.flatMap(({ kind, name, before, after }) => {
    return kind === 'same' ? [] : [{ kind, name, before: inWords(before), after: inWords(after) }]
  })
  const settings = difference.settings.map(({ label, before, after }) => {
    return { kind: 'changed' as const, name: label, before: [before], after: [after] }
  })
  return { against, changes: [...rules, ...settings], json: null }
}

/** Other rules as they were proposed. Part of `getInboxItem`, which has authorized. Errors: `not_found`. */
export async function readProposal(ctx: Context, id: string): Promise<{ rules: AskedRules; proposal: Proposal }> {
  const row = await reader().policyVersion.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
  if (!row) throw notFound('version')
  const { version, note, proposedBy } = row
  const kind = row.kind as PolicyKind
  const active = await reader().policyVersion.findFirst({
    where: { orgId: ctx.orgId, kind, status: 'active' },
    select: { version: true },
  })
  const asWritten = { against: active?.version ?? 0, changes: [], json: JSON.stringify(row.content, null, 2) }
  const told = kind === 'approvals' ? await readChanges(ctx, version) : asWritten
  return { rules: { id: toPublicId('policy', id), kind, version }, proposal: { note, proposedBy, ...told } }
}
