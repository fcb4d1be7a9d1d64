import { type ActionCatalogue, type ActionMask, markActions } from '@/lib/domain/iam-catalogue'
import type { PolicyDocument, PolicyStatement } from '@/lib/domain/iam-policy'

/** What a list of actions cannot say about the policies behind it:
 *  `condition` allowed only under conditions · `resource-limited` allowed only on some resources · `not-resource`
 *  allowed on all resources but some · `not-action` allowed by naming what is not, so it grows with the provider ·
 *  `deny-conditional` denied under conditions or on some resources, and so still listed as allowed · `unknown-action`
 *  names nothing the catalogue knows. */
export type PolicyNoteKind =
  | 'condition'
  | 'deny-conditional'
  | 'not-action'
  | 'not-resource'
  | 'unknown-action'
  | 'resource-limited'

/** `policy` and `statement` are positions from 0; `actions`, `resources` and `conditions` are as the policy has them. */
export type PolicyNote = {
  kind: PolicyNoteKind
  policy: number
  statement: number
  sid: string | null
  actions: string[]
  resources?: string[]
  conditions?: Record<string, unknown>
}

/** Actions as the provider spells them, sorted; what they leave unsaid is in the notes. */
export type EffectivePermissions = { permissions: string[]; notes: PolicyNote[] }

/** What several policies of one principal allow together: every Allow, less every Deny that always holds (no
 *  condition, all resources). The evaluation order of policies does not matter; an explicit Deny always wins. */
export function effectivePermissions(
  documents: readonly PolicyDocument[],
  catalogue: ActionCatalogue,
): EffectivePermissions {
  const allowed = new Uint8Array(catalogue.permissions.length)
  const denied = new Uint8Array(catalogue.permissions.length)
  const notes: PolicyNote[] = []
  documents.forEach((document, policy) => {
    document.statements.forEach((statement, position) => {
      const named = statement.effect === 'Allow' ? allowed : alwaysDenies(statement) ? denied : null
      const unknown = markStatement(statement, catalogue, named ?? new Uint8Array(allowed.length))
      notes.push(...notesOf(statement, unknown).map((note) => ({ ...note, policy, statement: position })))
    })
  })
  return { permissions: readOut(catalogue, allowed, denied), notes }
}

/** What is left when each of these bounds the others: a role under a session policy or a permissions boundary. Notes
 *  of all are kept; their `policy` counts on through the list. */
export function intersectPermissions(
  first: EffectivePermissions,
  ...bounds: readonly EffectivePermissions[]
): EffectivePermissions {
  return bounds.reduce((left, right) => {
    const inRight = new Set(right.permissions)
    const offset = left.notes.reduce((most, note) => Math.max(most, note.policy + 1), 0)
    const moved = right.notes.map((note) => ({ ...note, policy: note.policy + offset }))
    return { permissions: left.permissions.filter((key) => inRight.has(key)), notes: [...left.notes, ...moved] }
  }, first)
}

/** Adds what a statement names to the mask. Returns the patterns that name nothing known. */
function markStatement(statement: PolicyStatement, catalogue: ActionCatalogue, mask: ActionMask): string[] {
  const patterns = statement.actions ?? statement.notActions ?? []
  const target = statement.actions ? mask : new Uint8Array(mask.length)
  const unknown = patterns.filter((pattern) => !markActions(catalogue, pattern, target))
  if (statement.notActions) addComplement(mask, target)
  return unknown
}

function addComplement(mask: ActionMask, excluded: ActionMask): void {
  for (let position = 0; position < mask.length; position++) if (!excluded[position]) mask[position] = 1
}

function notesOf(statement: PolicyStatement, unknown: string[]): Omit<PolicyNote, 'policy' | 'statement'>[] {
  const { sid, conditions } = statement
  const actions = statement.actions ?? statement.notActions ?? []
  const base = { sid, actions }
  const notes: Omit<PolicyNote, 'policy' | 'statement'>[] = []
  if (unknown.length > 0) notes.push({ ...base, kind: 'unknown-action', actions: unknown })
  const resources = statement.resources ?? statement.notResources ?? []
  if (statement.effect === 'Deny') {
    return alwaysDenies(statement) ? notes : [...notes, { ...base, kind: 'deny-conditional', resources, conditions }]
  }
  if (statement.notActions) notes.push({ ...base, kind: 'not-action' })
  if (hasConditions(statement)) notes.push({ ...base, kind: 'condition', conditions })
  if (statement.notResources) notes.push({ ...base, kind: 'not-resource', resources })
  else if (!coversAllResources(statement)) notes.push({ ...base, kind: 'resource-limited', resources })
  return notes
}

function readOut(catalogue: ActionCatalogue, allowed: ActionMask, denied: ActionMask): string[] {
  const isEffective = (_: unknown, position: number) => allowed[position] === 1 && denied[position] === 0
  return catalogue.permissions.filter(isEffective).map(({ key }) => key)
}

function alwaysDenies(statement: PolicyStatement): boolean {
  return !hasConditions(statement) && coversAllResources(statement)
}

function hasConditions(statement: PolicyStatement): boolean {
  return Object.keys(statement.conditions).length > 0
}

/** `*`, or an ARN with nothing but wildcards from the service on. */
function coversAllResources({ resources, notResources }: PolicyStatement): boolean {
  if (notResources) return notResources.length === 0
  return resources === null || resources.some((resource) => /^\*+$|^arn:[^:]+:[*:]*\*$|^arn:\*$/.test(resource))
}
