import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { Kbd } from '../ui/kbd'
import { Brand } from './brand'
import { GoTo } from './go-to'
import { Member, type ShellMember } from './member'
import type { NavGroup } from './nav-item'
import { NavLinks } from './nav-links'
import { PhoneBar } from './phone-bar'
import type { Search as FindAll } from './use-search'

const GOTO =
  'mt-1 mb-3 flex h-7 w-full shrink-0 items-center gap-2 rounded-md border border-line-strong bg-surface px-2 text-left text-fg-3 hover:text-fg focus-visible:rounded-md'

const NAV = 'sticky top-0 flex h-screen flex-col overflow-y-auto px-2 pb-2 no-scrollbar max-md:hidden print:hidden'
const MAIN =
  'min-h-screen min-w-0 border-line bg-surface focus:outline-none focus-visible:shadow-none md:border-l print:min-h-0 print:border-l-0'
const LOG =
  'flex items-center gap-1.5 p-2 text-12 whitespace-nowrap text-fg-3 [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:stroke-[1.75] [&_svg]:text-good'

function GoToButton(props: { groups: NavGroup[]; search?: FindAll }) {
  const trigger = (
    <button type="button" className={GOTO}>
      <Search aria-hidden="true" strokeWidth={1.75} className="size-3.5 shrink-0" />
      Go to
      <span className="ml-auto">
        <Kbd>⌘K</Kbd>
      </span>
    </button>
  )
  return <GoTo {...props} trigger={trigger} listens />
}

function SkipLink() {
  return (
    <a
      href="#main"
      className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-ink px-3 py-1.5 text-on-ink focus:translate-y-0"
    >
      Skip to the page
    </a>
  )
}

/**
 * The frame of every page: nav at the left (on the phone a sheet), the page at the right. Give `groups` only the pages
 * that exist. `log` is the line above the member (`Log kept since 3 Mar`). `search` and `onSignOut` are server actions.
 */
export function AppShell(props: {
  organisation: string
  groups: NavGroup[]
  member: ShellMember
  log?: ReactNode
  search?: FindAll
  onSignOut: () => void | Promise<void>
  children: ReactNode
}) {
  const { organisation, groups, member, log, search, onSignOut, children } = props
  const head = <Brand organisation={organisation} />
  const foot = (
    <>
      {log ? <div className={LOG}>{log}</div> : null}
      <Member member={member} onSignOut={onSignOut} />
    </>
  )
  return (
    <div className="min-h-screen md:grid md:grid-cols-[208px_minmax(0,1fr)] print:block print:min-h-0">
      <SkipLink />
      <nav aria-label="Main" className={NAV}>
        {head}
        <GoToButton groups={groups} search={search} />
        <NavLinks groups={groups} />
        <div className="mt-auto pt-3">{foot}</div>
      </nav>
      <PhoneBar groups={groups} search={search} head={head} foot={foot} />
      <main id="main" tabIndex={-1} className={MAIN}>
        {children}
      </main>
    </div>
  )
}
