import type { Told } from '@/lib/commands/record-attempts'
import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { ObservedFact } from '@/lib/domain/observation'
import type { BookedSession } from '@/lib/domain/session-book'

/** Keeps what records say became true, for ever: what was in force at a time is read from here. */
export async function recordFacts(tx: Tx, ctx: Context, connectorId: string, told: readonly Told[]): Promise<void> {
  const rows = told.flatMap(({ id, observation: { facts, at } }) => facts?.map((fact) => ({ ...fact, id, at })) ?? [])
  if (rows.length === 0) return
  await tx.$executeRaw`
    insert into observed_facts (org_id, connector_id, subject, facet, as_of, event_id, value)
    select ${ctx.orgId}::uuid, ${connectorId}::uuid, r.subject, r.facet, to_timestamp(r.at / 1000), r.id, nullif(r.value, 'null')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (subject text, facet text, at float8, id uuid, value jsonb)
    on conflict do nothing`
}

type Touched = { sessions: Iterable<BookedSession>; facts: readonly ObservedFact[] }

/** Notes what has to be measured again, in the same transaction: a killed process leaves nothing unmeasured. Before a
 *  session is measured its principal's grants must stand. */
export async function recordDue(tx: Tx, ctx: Context, { sessions, facts }: Touched): Promise<void> {
  const subjects = new Set(facts.map(({ subject }) => `fact:${subject}`))
  for (const { id, principal } of sessions) subjects.add(`session:${id}`).add(`principal:${principal}`)
  if (subjects.size === 0) return
  await tx.$executeRaw`
    insert into entitlements_due (org_id, subject)
    select ${ctx.orgId}::uuid, s from unnest(${[...subjects]}::text[]) s on conflict do nothing`
}
