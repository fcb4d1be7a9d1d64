import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { type GuardrailInspection, type Guardrails, guardrails } from '@/lib/domain/guardrail'
import type { PolicyVersionRow } from '@/lib/domain/policy-version'
import { inspectGuardrails } from '@/lib/guardrails/inspect-guardrails'
import { GUARDRAIL_SCHEMA } from '@/lib/guardrails/schema'
import { listPolicyVersions } from '@/lib/queries/list-policy-versions'

/** One version of the guardrails with how it stands and how its tests come out; `schema`: what they can speak of, as Cedar has
 *  it; `versions`: all of them, the newest first. */
export type GuardrailsPage = {
  version: PolicyVersionRow
  versions: PolicyVersionRow[]
  content: Guardrails
  inspection: GuardrailInspection
  schema: string
}

async function readContent(orgId: string, version: number): Promise<Guardrails> {
  const where = { orgId_kind_version: { orgId, kind: 'guardrails', version } }
  const row = await reader().policyVersion.findUnique({ where, select: { content: true } })
  return guardrails.parse(row?.content ?? {})
}

/** The guardrails of a version, else those in force; version 0 has none. Errors: `not_found`. */
export async function getGuardrails(ctx: Context, number?: number): Promise<GuardrailsPage> {
  authorize(ctx, 'view-policies')
  const versions = await listPolicyVersions(ctx, 'guardrails')
  const version = versions.find((each) => (number === undefined ? each.status === 'active' : each.version === number))
  if (!version) throw notFound('version')
  const content = await readContent(ctx.orgId, version.version)
  return { version, versions, content, inspection: await inspectGuardrails(content), schema: GUARDRAIL_SCHEMA }
}
