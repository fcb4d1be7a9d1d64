'use client'
import { Menu, Search } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { GoTo } from './go-to'
import type { NavGroup } from './nav-item'
import { NavLinks } from './nav-links'
import type { Search as FindAll } from './use-search'

const TAP = 'grid size-10 shrink-0 place-items-center rounded-md text-fg-2 [&_svg]:size-4.5 [&_svg]:stroke-[1.75]'

/** The bar of the phone: a menu that opens the nav as a sheet, and Go to. The page's title stands between, from `TopBar`. */
export function PhoneBar(props: { groups: NavGroup[]; search?: FindAll; head: ReactNode; foot: ReactNode }) {
  const { groups, search, head, foot } = props
  const [open, setOpen] = useState(false)
  const goTo = (
    <button type="button" aria-label="Go to" className={`${TAP} absolute right-2 top-1`}>
      <Search aria-hidden="true" />
    </button>
  )
  return (
    <div className="print:hidden fixed inset-x-0 top-0 z-10 h-0 md:hidden">
      <Dialog.Root open={open} onOpenChange={setOpen}>
        <Dialog.Trigger aria-label="Menu" className={`${TAP} absolute left-2 top-1`}>
          <Menu aria-hidden="true" />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
          <Dialog.Content
            aria-describedby={undefined}
            className="fixed inset-y-0 left-0 z-40 flex w-72 max-w-[85vw] flex-col overflow-auto bg-canvas px-2 pb-2 shadow-dialog"
          >
            <Dialog.Title className="sr-only">Menu</Dialog.Title>
            {head}
            <nav aria-label="Main">
              <NavLinks groups={groups} onGo={() => setOpen(false)} />
            </nav>
            <div className="mt-auto">{foot}</div>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      <GoTo groups={groups} search={search} trigger={goTo} />
    </div>
  )
}
