'use client'
import { Pencil } from 'lucide-react'
import { Button, ButtonLink } from '@/components/ui/button'
import { DropdownMenu, MenuLink } from '@/components/ui/dropdown-menu'
import type { GrantDeed } from '@/lib/domain/grant-changes'

const WORDS: Record<GrantDeed, string> = {
  extend: 'Extend: ask for longer',
  widen: 'Widen: ask for more',
  narrow: 'Narrow: less, at once',
  renew: 'Renew: ask again from its end on',
  again: 'Ask again',
}

/** Other terms of this grant: what can be asked, and what can be done at once. */
export function ChangeMenu({ grantId, changes }: { grantId: string; changes: GrantDeed[] }) {
  const [only, ...more] = changes
  if (!only) return null
  if (more.length === 0 && only !== 'narrow')
    return <ButtonLink href={`/grants/new?${only}=${grantId}`}>{only === 'renew' ? 'Renew' : 'Ask again'}</ButtonLink>
  return (
    <DropdownMenu trigger={<Button icon={<Pencil aria-hidden="true" />}>Change</Button>} align="end">
      {changes.map((change) => (
        <MenuLink key={change} href={`/grants/new?${change}=${grantId}`}>
          {WORDS[change]}
        </MenuLink>
      ))}
    </DropdownMenu>
  )
}
