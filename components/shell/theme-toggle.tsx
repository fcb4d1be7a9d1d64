'use client'
import { SunMoon } from 'lucide-react'
import { useState } from 'react'
import { DropdownMenu, MenuCheck } from '../ui/dropdown-menu'

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]
const A_YEAR = 365 * 86_400

/** Light, dark, or as the system has it: kept in the cookie `theme`, which the server reads before the first paint. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<string>()
  const choose = (value: string) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `theme=${value}; path=/; max-age=${A_YEAR}; samesite=lax`
    document.documentElement.dataset.theme = value
    setTheme(value)
  }
  const current = theme ?? (typeof document === 'undefined' ? undefined : document.documentElement.dataset.theme)
  const trigger = (
    <button
      type="button"
      aria-label="Light or dark"
      className="grid size-6 place-items-center rounded-md text-fg-2 hover:bg-surface-strong max-md:size-10"
    >
      <SunMoon aria-hidden="true" strokeWidth={1.75} className="size-3.5" />
    </button>
  )
  return (
    <DropdownMenu trigger={trigger}>
      {THEMES.map(({ value, label }) => (
        <MenuCheck key={value} checked={current === value} onChange={() => choose(value)}>
          {label}
        </MenuCheck>
      ))}
    </DropdownMenu>
  )
}
