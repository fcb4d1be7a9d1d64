import type { Method, Operation } from '@/lib/operations/operation'
import { OPERATIONS } from '@/lib/operations/operations'

type Matched = { operation: Operation; parameters: Record<string, string> }

/** What stands at the places of the braces; null where the path is another. */
function parametersOf(template: string, path: readonly string[]): Record<string, string> | null {
  const parts = template.slice(1).split('/')
  if (parts.length !== path.length) return null
  const parameters: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const given = path[index] ?? ''
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name) parameters[name] = given
    else if (part !== given) return null
  }
  return parameters
}

/** Every operation at a path, by method: a path that spells a word wins over one that takes any. */
export function matchPath(path: readonly string[]): Map<Method, Matched> {
  const found = new Map<Method, Matched>()
  const byFewestBraces = [...OPERATIONS].sort((a, b) => a.path.split('{').length - b.path.split('{').length)
  for (const operation of byFewestBraces) {
    const parameters = found.has(operation.method) ? null : parametersOf(operation.path, path)
    if (parameters) found.set(operation.method, { operation, parameters })
  }
  return found
}
