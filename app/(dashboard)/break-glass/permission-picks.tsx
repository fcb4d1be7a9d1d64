'use client'
import { useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { Input } from '@/components/ui/input'
import type { EmergencySystem } from '@/lib/domain/break-glass'
import { formatNumber } from '@/lib/format'

type Permission = EmergencySystem['permissions'][number]
type Props = { permissions: Permission[]; chosen: string[]; onChange: (keys: string[]) => void }

/** More than these are found by typing. */
const SHOWN = 60

function Pick({ permission, isChosen, onToggle }: { permission: Permission; isChosen: boolean; onToggle: () => void }) {
  const { key, title, accessLevel } = permission
  return (
    <li className="flex min-w-0 items-center gap-2 py-1">
      <Checkbox aria-label={key} checked={isChosen} onChange={onToggle} />
      <span className="code min-w-0 truncate">{key}</span>
      <span className="truncate text-12 text-fg-3">{title ?? accessLevel}</span>
    </li>
  )
}

/** The permissions of a system to choose from, by typing where there are many. */
export function PermissionPicks({ permissions, chosen, onChange }: Props) {
  const [words, setWords] = useState('')
  const found = permissions.filter(({ key, title }) =>
    `${key} ${title ?? ''}`.toLowerCase().includes(words.toLowerCase()),
  )
  const toggle = (key: string) =>
    onChange(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key])
  return (
    <fieldset className="mt-3.5 rounded-md border border-line p-3">
      <legend className="px-1 text-12 text-fg-2">What is needed, and no more</legend>
      <Input
        aria-label="Find a permission"
        placeholder="Find a permission"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <ul className="mt-2 grid max-h-72 gap-x-6 overflow-auto md:grid-cols-2">
        {found.slice(0, SHOWN).map((permission) => (
          <Pick
            key={permission.key}
            permission={permission}
            isChosen={chosen.includes(permission.key)}
            onToggle={() => toggle(permission.key)}
          />
        ))}
      </ul>
      {found.length > SHOWN ? (
        <p className="mt-1 text-12 text-fg-3">and {formatNumber(found.length - SHOWN)} more: type to find them</p>
      ) : null}
    </fieldset>
  )
}
