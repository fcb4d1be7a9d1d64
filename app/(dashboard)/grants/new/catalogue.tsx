'use client'
import { useEffect, useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { permissionInWords } from '@/lib/domain/inbox'
import { ACCESS_LEVELS, type AccessLevel } from '@/lib/domain/permission'
import { formatNumber } from '@/lib/format'
import { searchTheCatalogue } from './actions'

type Known = { key: string; title: string | null; accessLevel: AccessLevel }
type Found = { permissions: Known[]; total: number; templates: { id: string; keys: string[] }[] }
/** What is ticked and not among what was found stands by its key. */
type Listed = Omit<Known, 'accessLevel'> & { accessLevel: AccessLevel | null }
type Search = { words: string; level: AccessLevel | 'any' }

const PAUSE_MILLISECONDS = 150
const MOST = 100

/** A system's permissions as one looks for them. */
export function useCatalogue(systemId: string) {
  const [search, setSearch] = useState<Search>({ words: '', level: 'any' })
  const [found, setFound] = useState<Found | null>(null)
  useEffect(() => {
    let isCurrent = true
    const { words, level } = search
    const timer = setTimeout(async () => {
      const answer = await searchTheCatalogue({ systemId, words, level: level === 'any' ? undefined : level })
      if (isCurrent && answer.ok) setFound(answer.value)
    }, PAUSE_MILLISECONDS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [systemId, search])
  return { search, setSearch, found }
}

type Props = {
  name: string
  catalogue: ReturnType<typeof useCatalogue>
  chosen: string[]
  onChange: (keys: string[]) => void
}

const LEVELS = [{ value: 'any', label: 'Any level' }, ...ACCESS_LEVELS.map((level) => ({ value: level, label: level }))]

function Line({ known, isOn, onToggle }: { known: Listed; isOn: boolean; onToggle: () => void }) {
  return (
    <div className="border-b border-line py-1 last:border-b-0 max-md:py-2">
      <Checkbox checked={isOn} onChange={onToggle}>
        <span className="grid min-w-0 flex-1 gap-x-3 md:grid-cols-[minmax(0,3fr)_minmax(0,3fr)_170px]">
          <span className="code truncate text-fg" title={known.key}>
            {known.key}
          </span>
          <span className="truncate text-fg-2 max-md:hidden">{permissionInWords(known)}</span>
          <span className={isHigh(known.accessLevel) ? 'text-12 text-high-fg' : 'text-12 text-fg-3'}>
            {known.accessLevel}
          </span>
        </span>
      </Checkbox>
    </div>
  )
}

const isHigh = (level: AccessLevel | null) => level === 'permissions-management' || level === 'credentials'

/** The permissions of a system: found by words or level, ticked one by one. What is ticked stands first. */
export function Catalogue({ name, catalogue, chosen, onChange }: Props) {
  const { search, setSearch, found } = catalogue
  const shown = found?.permissions ?? []
  const hidden = chosen.filter((key) => !shown.some((known) => known.key === key))
  const isWhole = search.words === '' && search.level === 'any'
  const ticked: Listed[] = isWhole ? hidden.slice(0, MOST).map((key) => ({ key, title: null, accessLevel: null })) : []
  const toggle = (key: string) =>
    onChange(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key])
  return (
    <fieldset className="mt-2">
      <legend className="sr-only">Permissions on {name}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)_150px] gap-2">
        <Input
          aria-label={`Find a permission on ${name}`}
          placeholder="Find a permission"
          value={search.words}
          onChange={(event) => setSearch({ ...search, words: event.target.value })}
        />
        <Select
          label="Access level"
          options={LEVELS}
          value={search.level}
          onValueChange={(level) => setSearch({ ...search, level: level as Search['level'] })}
        />
      </div>
      <div className="mt-1.5 max-h-64 min-h-20 overflow-auto rounded-md border border-line px-2.5 py-1">
        {[...ticked, ...shown].map((known) => (
          <Line key={known.key} known={known} isOn={chosen.includes(known.key)} onToggle={() => toggle(known.key)} />
        ))}
        {found && shown.length === 0 ? <p className="py-1 text-fg-2">No permission of this system fits.</p> : null}
      </div>
      <p className="mt-1 text-12 text-fg-3">
        {found ? `${shown.length} of ${formatNumber(found.total)} shown` : 'Reading the catalogue'}
        {hidden.length > ticked.length ? `; also asked for: ${hidden.slice(0, 8).join(', ')}` : ''}
        {hidden.length > 8 ? ` and ${hidden.length - 8} more` : ''}
      </p>
    </fieldset>
  )
}
