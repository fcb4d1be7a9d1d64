import { mutate } from '@/lib/db'
import { systemContext } from '@/lib/domain/context'
import { guardrails } from '@/lib/domain/guardrail'
import { newId } from '@/lib/id'
import { NOW } from '@/tests/support/clock'

/** Puts guardrails in force as rows, in the place of those before: what they do must not depend on who agreed. Each text
 *  becomes a guardrail of its own, named after its place: `first`, `second`, … */
export async function putGuardrails(
  orgId: string,
  texts: string[],
  otherwise: 'allow' | 'deny' = 'allow',
): Promise<void> {
  const names = ['first', 'second', 'third']
  const policies = texts.map((text, index) => ({ id: `p${index}`, name: names[index] ?? `${index}`, text }))
  const content = JSON.parse(JSON.stringify(guardrails.parse({ otherwise, policies })))
  await mutate(systemContext(orgId, 'test', NOW), async (tx) => {
    const kind = 'guardrails'
    const last = await tx.policyVersion.aggregate({ where: { orgId, kind }, _max: { version: true } })
    await tx.policyVersion.updateMany({ where: { orgId, kind, status: 'active' }, data: { status: 'superseded' } })
    const id = newId(NOW)
    const row = { orgId, id, kind, version: (last._max.version ?? 0) + 1, status: 'active', content, note: 'a test' }
    await tx.policyVersion.create({ data: { ...row, proposedBy: 'test', proposedAt: NOW } })
    const subject = { subjectKind: 'policy', subjectId: id } as const
    return { result: null, events: [{ action: 'policy.activated', ...subject }] }
  })
}
