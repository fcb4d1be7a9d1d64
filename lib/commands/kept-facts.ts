import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { KeptFact } from '@/lib/domain/observed-access'

/** Facts by the principal they bear on: its own, and those of every policy it has ever had. */
export type KeptFacts = ReadonlyMap<string, readonly KeptFact[]>

type Row = { principal: string; subject: string; facet: string; asOf: Date; value: unknown }

/** Reads what is known of these principals, in order of time. */
export async function readKeptFacts(tx: Tx, ctx: Context, principals: readonly string[]): Promise<KeptFacts> {
  const rows = await tx.$queryRaw<Row[]>`
    with own as (
      select subject as principal, subject, facet, as_of, event_id, value from observed_facts
      where org_id = ${ctx.orgId}::uuid and subject = any(${principals}::text[])),
    policies as (
      select distinct principal, substr(facet, length('attached:') + 1) as subject from own where facet like 'attached:%'
      union select distinct principal, value #>> '{}' from own where facet = 'boundary' and value is not null)
    select principal, subject, facet, as_of "asOf", event_id, value from own
    union all
    select p.principal, f.subject, f.facet, f.as_of, f.event_id, f.value from policies p
    join observed_facts f on f.org_id = ${ctx.orgId}::uuid and f.subject = p.subject
    order by 4, 5`
  const facts = new Map<string, KeptFact[]>(principals.map((principal) => [principal, []]))
  for (const row of rows) facts.get(row.principal)?.push(toFact(row))
  return facts
}

/** What is known of the policies that sessions were narrowed by, by policy, in order of time. */
export async function readNarrowingFacts(
  tx: Tx,
  ctx: Context,
  sessionPolicies: readonly (Record<string, unknown> | null)[],
): Promise<KeptFacts> {
  const named = new Set(sessionPolicies.flatMap(policiesNamedIn))
  if (named.size === 0) return new Map()
  const rows = await tx.$queryRaw<Row[]>`
    select subject principal, subject, facet, as_of "asOf", value from observed_facts
    where org_id = ${ctx.orgId}::uuid and subject = any(${[...named]}::text[]) order by as_of, event_id`
  const facts = new Map<string, KeptFact[]>([...named].map((policy) => [policy, []]))
  for (const row of rows) facts.get(row.subject)?.push(toFact(row))
  return facts
}

/** ARNs of the policies that a session was asked for with. */
export function policiesNamedIn(sessionPolicy: Record<string, unknown> | null): string[] {
  const arns = sessionPolicy?.policyArns
  return Array.isArray(arns) ? arns.filter((arn) => typeof arn === 'string') : []
}

function toFact({ subject, facet, asOf, value }: Row): KeptFact {
  return { subject, facet, asOf: asOf.getTime(), value }
}
