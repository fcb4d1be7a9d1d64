'use client'
import { Checkbox } from '@/components/ui/checkbox'
import { API_SCOPES, type ApiScope } from '@/lib/domain/api-scope'
import { SCOPE_WORDS } from '@/lib/domain/api-token'

/** What no service does, whatever its token says. */
const OF_PEOPLE: readonly ApiScope[] = [
  'audit:read',
  'approvals:decide',
  'findings:write',
  'policies:write',
  'break-glass',
  'views:write',
]

type Props = { value: readonly ApiScope[]; onChange: (scopes: ApiScope[]) => void; isService: boolean }

/** The scopes of a token, each with what it lets one do. */
export function ScopeBoxes({ value, onChange, isService }: Props) {
  const offered = API_SCOPES.filter((scope) => !isService || !OF_PEOPLE.includes(scope))
  const toggle = (scope: ApiScope) => onChange(API_SCOPES.filter((each) => (each === scope) !== value.includes(each)))
  return (
    <fieldset>
      <legend className="mb-1 text-12 text-fg-2">Scopes</legend>
      {offered.map((scope) => (
        <div key={scope} className="py-1 max-md:py-2">
          <Checkbox checked={value.includes(scope)} onChange={() => toggle(scope)}>
            <span>
              <span className="code">{scope}</span>
              <span className="block text-12 text-fg-3">{SCOPE_WORDS[scope]}</span>
            </span>
          </Checkbox>
        </div>
      ))}
    </fieldset>
  )
}
