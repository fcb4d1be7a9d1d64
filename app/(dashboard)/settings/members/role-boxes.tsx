'use client'
import { Checkbox } from '@/components/ui/checkbox'
import { ROLES, type Role } from '@/lib/domain/context'

const MEANING: Record<Role, string> = {
  reviewer: 'audits, revokes, handles findings',
  approver: 'decides on requests, locks, breaks the glass',
  manager: 'reads risk and reports',
  admin: 'connects, rules, manages members',
}

/** The roles of a member, each with what it is for. */
export function RoleBoxes({ value, onChange }: { value: readonly Role[]; onChange: (roles: Role[]) => void }) {
  const toggle = (role: Role) => onChange(ROLES.filter((each) => (each === role) !== value.includes(each)))
  return (
    <fieldset>
      <legend className="mb-1 text-12 text-fg-2">Roles</legend>
      {ROLES.map((role) => (
        <div key={role} className="flex min-h-7 items-center max-md:min-h-10">
          <Checkbox checked={value.includes(role)} onChange={() => toggle(role)}>
            <span>
              {role} <span className="text-12 text-fg-3">{MEANING[role]}</span>
            </span>
          </Checkbox>
        </div>
      ))}
    </fieldset>
  )
}
