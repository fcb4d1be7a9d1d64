import { listOf, objectOf, textOf } from '@/lib/connectors/aws-cloudtrail/json-value'
import { findManagedPolicy } from '@/lib/connectors/aws-cloudtrail/managed-policies'
import { customerPolicyAt, type RoleState, roleHistory } from '@/lib/connectors/aws-cloudtrail/role-history'
import type { ActionCatalogue } from '@/lib/domain/iam-catalogue'
import { type EffectivePermissions, effectivePermissions, intersectPermissions } from '@/lib/domain/iam-effective'
import { type PolicyDocument, parsePolicyDocument } from '@/lib/domain/iam-policy'
import type { KeptFact, SessionInForce } from '@/lib/domain/observed-access'

type Found = EffectivePermissions | null

/** What roles may do by their policies as the log shows them. One instance a run: many sessions hold what one does. */
export class RolePermissions {
  private readonly byPolicies = new Map<string, EffectivePermissions>()

  constructor(private readonly catalogue: ActionCatalogue) {}

  /** All that a role's session could do at any time from its issue to its end; null = unknown. */
  async during(session: SessionInForce, facts: readonly KeptFact[]): Promise<Found> {
    const { principal, issuedAt, until } = session
    const states = roleHistory(facts.filter((fact) => fact.subject === principal))
    const others = facts.filter((fact) => fact.subject !== principal).map((fact) => fact.asOf)
    const changes = [...states.map((state) => state.from), ...others].filter((at) => at > issuedAt && at <= until)
    const found: EffectivePermissions[] = []
    for (const at of [issuedAt, ...new Set(changes)]) {
      const state = states.findLast((candidate) => candidate.from <= at)
      const held = state && (await this.at(state, facts, at))
      if (!held) return null
      found.push(held)
    }
    return this.narrow(unite(found), session, facts)
  }

  /** What a role could do at a time; null = unknown. A role that is gone can do nothing. */
  async at(state: RoleState, facts: readonly KeptFact[], at: number): Promise<Found> {
    if (!state.exists && state.isComplete) return { permissions: [], notes: [] }
    if (!state.isComplete) return null
    const attached = await this.documents(state.attached, facts, at)
    const inline = [...state.inline.values()].map((kept) => parseKept(kept?.document))
    const own = attached && [...attached, ...inline]
    if (!own?.every(isKnown)) return null
    const held = this.effective(own)
    if (!state.boundary) return held
    const bound = await this.documents([state.boundary], facts, at)
    return bound && intersectPermissions(held, this.effective(bound))
  }

  /** A session policy allows nothing by itself; it only narrows. */
  private async narrow(
    held: EffectivePermissions,
    session: SessionInForce,
    facts: readonly KeptFact[],
  ): Promise<Found> {
    if (!session.sessionPolicy) return held
    const { policy, policyArns } = session.sessionPolicy
    const arns = listOf(policyArns).flatMap((arn) => textOf(arn) ?? [])
    const named = await this.documents(arns, facts, session.issuedAt)
    const own = policy === undefined ? [] : [objectOf(policy).unreadable ? null : parseKept(policy)]
    if (!named || !own.every(isKnown)) return null
    return intersectPermissions(held, this.effective([...own, ...named]))
  }

  private async documents(
    arns: readonly string[],
    facts: readonly KeptFact[],
    at: number,
  ): Promise<PolicyDocument[] | null> {
    const found = await Promise.all(arns.map((arn) => findPolicy(arn, facts, at)))
    return found.every(isKnown) ? found : null
  }

  private effective(documents: readonly PolicyDocument[]): EffectivePermissions {
    const key = JSON.stringify(documents)
    const known = this.byPolicies.get(key) ?? effectivePermissions(documents, this.catalogue)
    if (this.byPolicies.size < 2000) this.byPolicies.set(key, known)
    return known
  }
}

const isKnown = <T>(value: T | null): value is T => value !== null

async function findPolicy(arn: string, facts: readonly KeptFact[], at: number): Promise<PolicyDocument | null> {
  if (/^arn:[^:]+:iam::aws:policy\//.test(arn))
    return findManagedPolicy(arn.replace(/^arn:[^:]+:/, 'arn:aws:'), new Date(at))
  return parseKept(
    customerPolicyAt(
      facts.filter((fact) => fact.subject === arn),
      at,
    )?.document,
  )
}

/** Null for a document that is missing or is none: then nobody can tell what it allows. */
function parseKept(document: unknown): PolicyDocument | null {
  try {
    return document ? parsePolicyDocument(document) : null
  } catch {
    return null
  }
}

function unite(found: readonly EffectivePermissions[]): EffectivePermissions {
  const [first = { permissions: [], notes: [] }, ...rest] = found
  if (rest.every((other) => other === first)) return first
  return {
    permissions: [...new Set(found.flatMap((each) => each.permissions))].sort(),
    notes: [...new Map(found.flatMap((each) => each.notes).map((note) => [JSON.stringify(note), note])).values()],
  }
}
