import { createContext, useContext } from 'react'
import type { Choice } from '@/components/ui/multi-pick'
import type { Approvers } from '@/lib/domain/approval-policy'
import { ROLES } from '@/lib/domain/context'
import type { PolicyForm } from '@/lib/queries/get-policy-form'

/** What rules can name, for every field of the editor. */
export type Choices = Pick<PolicyForm, 'members' | 'groups' | 'reviewers'> & { nameOf: (id: string) => string }

const NONE: Choices = { members: [], groups: [], reviewers: [], nameOf: (id) => id }

export const ChoicesContext = createContext<Choices>(NONE)
export const useChoices = () => useContext(ChoicesContext)

const OWNERS = ['system', 'grant', 'principal', 'actor'] as const

/** Whoever can be asked for a vote, one value each: `role:approver`, `group:grp_…`, `member:mem_…`, `owner:system`. */
export function approverChoices({ members, groups }: Choices): Choice[] {
  return [
    ...ROLES.map((role) => ({ value: `role:${role}`, label: `Whoever is ${role}`, group: 'Roles' })),
    ...groups.map(({ id, name }) => ({ value: `group:${id}`, label: name, group: 'Groups' })),
    ...OWNERS.map((owner) => ({ value: `owner:${owner}`, label: `Owner of the ${owner}`, group: 'Owners' })),
    ...members.map(({ id, name, isActive }) => {
      return { value: `member:${id}`, label: name, group: 'Members', note: isActive ? undefined : 'deactivated' }
    }),
  ]
}

/** An approver as the value of a choice, and back. */
export function toChoice(from: Approvers): string {
  const [[kind, id] = ['', '']] = Object.entries(from)
  return `${kind}:${id}`
}

export function fromChoice(value: string): Approvers {
  const at = value.indexOf(':')
  return { [value.slice(0, at)]: value.slice(at + 1) } as Approvers
}
