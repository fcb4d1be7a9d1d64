import type { z } from 'zod'
import type { Role } from '@/lib/domain/context'

/** What is wrong with rules and where (`path` into their JSON). With an error they cannot be proposed; a warning is what
 *  whoever proposes and decides should know. */
export type PolicyProblem = { level: 'error' | 'warning'; path: (string | number)[]; message: string }

/** What there is in the organisation, as far as rules can name it. Ids are public. `known`: systems, identities and
 *  clients that the rules name and that exist. */
export type PolicyFacts = {
  members: readonly {
    id: string
    name: string
    isActive: boolean
    roles: readonly Role[]
    groupIds: readonly string[]
  }[]
  groups: readonly { id: string; name: string }[]
  endpoints: readonly { id: string; name: string; kind: string; status: string }[]
  known: readonly string[]
}

/** What a shape says of content that is not of it. */
export function shapeProblems({ issues }: z.ZodError): PolicyProblem[] {
  return issues.map(({ path, message }) => {
    return { level: 'error', path: path.map((part) => (typeof part === 'number' ? part : String(part))), message }
  })
}
