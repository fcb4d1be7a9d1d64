import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs'
import type { GuardrailAction } from '@/lib/domain/guardrail'

/** The attributes that policies look at; null = they look at the context as a whole. */
export type Mentioned = ReadonlySet<string> | null

type Node = { [key: string]: unknown }
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** Where a policy compares what an attribute holds with words it writes out. */
export type Comparison = { attribute: string; words: string[] }

const attributeOf = (value: unknown): string | null => {
  if (!isNode(value) || !isNode(value['.'])) return null
  return String(value['.'].attr)
}

function wordsOf(value: unknown): string[] {
  if (!isNode(value)) return []
  if (typeof value.Value === 'string') return [value.Value]
  return Array.isArray(value.Set) ? value.Set.flatMap(wordsOf) : []
}

const COMPARING = ['==', '!=', 'contains', 'containsAll', 'containsAny']

/** Every comparison of an attribute with words, wherever it stands. */
export function comparisonsIn(value: unknown): Comparison[] {
  if (Array.isArray(value)) return value.flatMap(comparisonsIn)
  if (!isNode(value)) return []
  const own = COMPARING.flatMap((name) => {
    const node = value[name]
    if (!isNode(node)) return []
    const sides = [node.left, node.right]
    const [attribute] = sides.flatMap((side) => attributeOf(side) ?? [])
    return attribute === undefined ? [] : [{ attribute, words: sides.flatMap(wordsOf) }]
  })
  return [...own, ...Object.values(value).flatMap(comparisonsIn)]
}

/** Adds the attributes below a node; false where the context is looked at as a whole. */
function collect(value: unknown, into: Set<string>): boolean {
  if (Array.isArray(value)) return value.every((each) => collect(each, into))
  if (!isNode(value)) return true
  if (value.Var === 'context') return false
  return Object.entries(value).every(([name, inner]) => {
    if ((name !== '.' && name !== 'has') || !isNode(inner)) return collect(inner, into)
    for (const attribute of [inner.attr].flat()) into.add(String(attribute))
    return (isNode(inner.left) && inner.left.Var === 'context') || collect(inner.left, into)
  })
}

/** What a set of policies looks at: what it does not look at cannot change its answer, and need not be told. */
export function mentionedBy(policies: readonly PolicyJson[]): Mentioned {
  const into = new Set<string>()
  return policies.every(({ conditions }) => collect(conditions, into)) ? into : null
}

const idOf = (entity: unknown): unknown => {
  if (!isNode(entity)) return undefined
  return isNode(entity.__entity) ? entity.__entity.id : entity.id
}

/** Whether a policy speaks of an action at all. */
export function speaksOf({ action }: PolicyJson, name: GuardrailAction): boolean {
  if (action.op === 'All') return true
  if ('entities' in action) return action.entities.some((entity) => idOf(entity) === name)
  return !('entity' in action) || idOf(action.entity) === name
}
