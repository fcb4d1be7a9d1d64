import { objectOf, textOf } from '@/lib/connectors/aws-cloudtrail/json-value'
import type { KeptFact } from '@/lib/domain/observed-access'

/** A policy document as kept: null where the log cut it short or hid it. */
export type KeptDocument = { document: unknown } | null

/** What was true of a role from one fact to the next (milliseconds; `until` Infinity = still). `bornAt` is when its
 *  present life began, null where nobody saw. `isComplete`: all its policies are known, because its creation was seen. */
export type RoleState = {
  from: number
  until: number
  exists: boolean
  bornAt: number | null
  isComplete: boolean
  trust: KeptDocument
  inline: ReadonlyMap<string, KeptDocument>
  attached: readonly string[]
  boundary: string | null
  maxSessionSeconds: number | null
}

const UNSEEN: RoleState = {
  from: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
  exists: true,
  bornAt: null,
  isComplete: false,
  trust: null,
  inline: new Map(),
  attached: [],
  boundary: null,
  maxSessionSeconds: null,
}

/** A role's states in order of time, from before the log to now. `facts` are the role's own. */
export function roleHistory(facts: readonly KeptFact[]): RoleState[] {
  const states: RoleState[] = [UNSEEN]
  for (const fact of inOrder(facts)) {
    const last = states.at(-1) ?? UNSEEN
    const next = { ...applyFact(last, fact), from: fact.asOf }
    if (last.from === fact.asOf) states[states.length - 1] = next
    else states.splice(-1, 1, { ...last, until: fact.asOf }, next)
  }
  return states
}

/** By time; within one second creation comes first and deletion last. */
function inOrder(facts: readonly KeptFact[]): KeptFact[] {
  const rank = ({ facet, value }: KeptFact) => (facet !== 'role' ? 1 : value === null ? 2 : 0)
  return [...facts].sort((a, b) => a.asOf - b.asOf || rank(a) - rank(b))
}

function applyFact(state: RoleState, { facet, value, asOf }: KeptFact): RoleState {
  if (facet === 'role') return value === null ? { ...state, exists: false } : born(value, asOf)
  const [kind = '', ...rest] = facet.split(':')
  const name = rest.join(':')
  switch (kind) {
    case 'trust':
      return { ...state, trust: toDocument(value) }
    case 'inline': {
      const inline = new Map(state.inline)
      if (value === null) inline.delete(name)
      else inline.set(name, toDocument(value))
      return { ...state, inline }
    }
    case 'attached': {
      const others = state.attached.filter((arn) => arn !== name)
      return { ...state, attached: value === null ? others : [...others, name].sort() }
    }
    case 'boundary':
      return { ...state, boundary: textOf(value) }
    case 'max-session':
      return { ...state, maxSessionSeconds: typeof value === 'number' ? value : null }
    default:
      return state
  }
}

/** A service-linked role is born with policies that its service chose and no record names. */
function born(value: unknown, asOf: number): RoleState {
  return { ...UNSEEN, bornAt: asOf, isComplete: objectOf(value).isServiceLinked !== true, maxSessionSeconds: 3600 }
}

function toDocument(value: unknown): KeptDocument {
  return value === null ? null : { document: objectOf(value).document ?? null }
}

/** The default version of a customer's policy at a time. Null: the log does not say. `facts` are the policy's own. */
export function customerPolicyAt(facts: readonly KeptFact[], at: number): KeptDocument {
  let version: string | null = null
  for (const fact of inOrder(facts)) {
    if (fact.asOf <= at && fact.facet === 'default-version') version = textOf(fact.value)
  }
  const found = facts.find((fact) => fact.facet === `version:${version}` && fact.asOf <= at)
  return found ? toDocument(found.value) : null
}
