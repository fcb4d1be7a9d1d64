'use client'
import { Command } from 'cmdk'
import { Search as SearchIcon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import type { NavGroup } from './nav-item'
import { useCommandKey } from './use-command-key'
import { type Found, type Search, useSearch } from './use-search'

const ITEM =
  'flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-13 data-[selected=true]:bg-surface-hover max-md:h-11 [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-fg-3'
const GROUP =
  'px-1 py-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-fg-3'

function Item({ href, icon, label, note, go }: Found & { icon?: ReactNode; go: (href: string) => void }) {
  return (
    <Command.Item value={`${label} ${href}`} onSelect={() => go(href)} className={ITEM}>
      {icon}
      <span className="truncate">{label}</span>
      {note ? <span className="ml-auto text-12 whitespace-nowrap text-fg-3">{note}</span> : null}
    </Command.Item>
  )
}

function Results({ found, groups, go }: { found: Found[]; groups: NavGroup[]; go: (href: string) => void }) {
  return (
    <Command.List className="max-h-[50vh] overflow-auto py-1">
      {found.length > 0 ? (
        <Command.Group heading="Found" className={GROUP} forceMount>
          {found.map((item) => (
            <Item key={item.href} {...item} go={go} />
          ))}
        </Command.Group>
      ) : (
        <Command.Empty className="px-3 py-4 text-fg-3">Nothing by that name.</Command.Empty>
      )}
      <Command.Group heading="Pages" className={GROUP}>
        {groups.flat().map((item) => (
          <Item key={item.href} href={item.href} label={item.label} icon={item.icon} go={go} />
        ))}
      </Command.Group>
    </Command.List>
  )
}

function Palette({ groups, search, go }: { groups: NavGroup[]; search?: Search; go: (href: string) => void }) {
  const [words, setWords] = useState('')
  const found = useSearch(words, search)
  return (
    <Command label="Go to">
      <div className="flex items-center gap-2 border-b border-line px-3">
        <SearchIcon aria-hidden="true" strokeWidth={1.75} className="size-3.5 shrink-0 text-fg-3" />
        <Command.Input
          value={words}
          onValueChange={setWords}
          placeholder="Go to a page, an identity, a session…"
          className="h-11 flex-1 bg-transparent text-14 outline-none placeholder:text-fg-3 focus-visible:shadow-none"
        />
      </div>
      <Results found={found} groups={groups} go={go} />
    </Command>
  )
}

/** The palette behind ⌘K: every page, and whatever `search` (a server action) finds for the words typed. */
export function GoTo(props: {
  groups: NavGroup[]
  search?: Search
  /** The button that opens it. ⌘K and Ctrl K do too, for the one with `listens`. */
  trigger: ReactNode
  listens?: boolean
}) {
  const { groups, search, trigger, listens = false } = props
  const router = useRouter()
  const [open, setOpen] = useState(false)
  useCommandKey(listens, () => setOpen((old) => !old))
  const go = (href: string) => {
    setOpen(false)
    router.push(href)
  }
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 w-140 max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-hidden rounded-lg bg-surface-raised shadow-dialog"
        >
          <Dialog.Title className="sr-only">Go to</Dialog.Title>
          <Palette groups={groups} search={search} go={go} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
