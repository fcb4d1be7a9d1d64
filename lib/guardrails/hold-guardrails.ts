import { type GuardrailRequest, type Guardrails, type GuardrailVerdict, guardrails } from '@/lib/domain/guardrail'
import { type Compiled, compileGuardrails } from '@/lib/guardrails/compile'
import { loadCedar } from '@/lib/guardrails/load-cedar'
import { combineVerdicts, PASSES, UNKNOWN, verdictOf } from '@/lib/guardrails/verdict'

/** The guardrails that hold in an organisation: their version, whose content never changes, so that it is read only where
 *  this process does not know it. UUIDs. */
export type ActiveGuardrails = { orgId: string; id: string; readContent: () => Promise<unknown> }

/** One version, read: what it says and how it judges. */
export type ReadGuardrails = { content: Guardrails; compiled: Compiled }

type Kept = { id: string; read: Promise<ReadGuardrails> }

/** Of so many organisations the last version is kept ready; reading one again takes milliseconds. */
const MOST_KEPT = 500
const kept = new Map<string, Kept>()

/** The engine never forgets a set, so that their names are used in turn. */
let reads = 0

async function read({ readContent }: ActiveGuardrails): Promise<ReadGuardrails> {
  const parsed = guardrails.parse(await readContent())
  return { content: parsed, compiled: compileGuardrails(await loadCedar(), `${reads++ % MOST_KEPT}`, parsed) }
}

/** The version in force, read once a process. @throws Error where it cannot be read */
export async function readGuardrails(active: ActiveGuardrails): Promise<ReadGuardrails> {
  const known = kept.get(active.orgId)
  if (known?.id === active.id) return known.read
  const reading = read(active)
  kept.delete(active.orgId)
  kept.set(active.orgId, { id: active.id, read: reading })
  reading.catch(() => kept.get(active.orgId)?.read === reading && kept.delete(active.orgId))
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  return reading
}

/** Holds the guardrails in force against a request, once for each of its systems; null = there are none, and everything
 *  passes. `toRequests` is asked only where there are, and told what they look at. Whatever goes wrong refuses. */
export async function holdGuardrails(
  active: ActiveGuardrails | null,
  toRequests: (compiled: Compiled) => Promise<readonly GuardrailRequest[]>,
): Promise<GuardrailVerdict> {
  if (active === null) return PASSES
  try {
    const { content, compiled } = await readGuardrails(active)
    const requests = await toRequests(compiled)
    return combineVerdicts(requests.map((request) => verdictOf(content, compiled, request)))
  } catch {
    return UNKNOWN
  }
}
