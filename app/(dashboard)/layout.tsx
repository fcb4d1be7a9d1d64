import {
  Contact,
  FileChartColumn,
  Fingerprint,
  Flag,
  Gauge,
  Inbox,
  KeyRound,
  ListChecks,
  Mail,
  Scale,
  ScrollText,
  Server,
  Settings2,
  ShieldCheck,
  SlidersHorizontal,
  Timer,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { AppShell } from '@/components/shell/app-shell'
import type { NavGroup } from '@/components/shell/nav-item'
import { SavedViewsProvider, type ViewActions } from '@/components/ui/filter/saved-views-context'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { ZoneProvider } from '@/components/ui/zone-context'
import { pageContext } from '@/lib/http/context'
import { countInbox, type InboxCounts } from '@/lib/queries/count-inbox'
import { countOwnAccess } from '@/lib/queries/count-own-access'
import { getNavCounts, MAX_NAV_COUNT as most, type NavCounts } from '@/lib/queries/get-nav-counts'
import { listLiveBreakGlass } from '@/lib/queries/list-live-break-glass'
import { listSavedViews } from '@/lib/queries/list-saved-views'
import { deleteTheView, saveTheView, search, signOut } from './actions'
import { BreakGlassBanner } from './break-glass-banner'
import { pageZone } from './page-zone'

const viewActions: ViewActions = { save: saveTheView, remove: deleteTheView }

const navGroups = (counts: NavCounts, { mine }: InboxCounts, own: { live: number } | null): NavGroup[] => [
  [
    { href: '/', label: 'Overview', icon: <Gauge aria-hidden="true" /> },
    { href: '/inbox', label: 'Inbox', icon: <Inbox aria-hidden="true" />, count: mine || undefined, waiting: true },
    { href: '/mail', label: 'Sent mail', icon: <Mail aria-hidden="true" /> },
    ...(own
      ? [{ href: '/me', label: 'Who acts for me', icon: <Contact aria-hidden="true" />, count: own.live || undefined }]
      : []),
  ],
  [
    { href: '/grants', label: 'Grants', icon: <KeyRound aria-hidden="true" />, count: counts.grants, most },
    { href: '/sessions', label: 'Sessions', icon: <Timer aria-hidden="true" />, count: counts.sessions, most },
    { href: '/findings', label: 'Findings', icon: <Flag aria-hidden="true" />, count: counts.findings, most },
    { href: '/reviews', label: 'Reviews', icon: <ListChecks aria-hidden="true" /> },
  ],
  [
    { href: '/identities', label: 'Identities', icon: <Fingerprint aria-hidden="true" /> },
    { href: '/systems', label: 'Systems', icon: <Server aria-hidden="true" /> },
  ],
  [
    { href: '/policies', label: 'Policies', icon: <Scale aria-hidden="true" /> },
    { href: '/audit', label: 'Audit', icon: <ScrollText aria-hidden="true" /> },
    { href: '/reports', label: 'Reports', icon: <FileChartColumn aria-hidden="true" /> },
  ],
  [
    { href: '/connections', label: 'Connections', icon: <Settings2 aria-hidden="true" /> },
    { href: '/settings', label: 'Settings', icon: <SlidersHorizontal aria-hidden="true" /> },
  ],
]

/** The frame of every page behind the sign-in: sections with their counts, the organisation, and who is signed in. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext()
  const [zone, counts, inbox, live, own, views] = await Promise.all([
    pageZone(),
    getNavCounts(ctx),
    countInbox(ctx),
    listLiveBreakGlass(ctx),
    countOwnAccess(ctx),
    listSavedViews(ctx),
  ])
  const role = ctx.actor.kind === 'member' ? ctx.actor.roles.join(', ') : 'system'
  const log = counts.lastEventAt ? (
    <Link href="/audit" className="flex items-center gap-1.5">
      <ShieldCheck aria-hidden="true" />
      <span>
        Last logged <RelativeTime at={counts.lastEventAt} now={ctx.now} />
      </span>
    </Link>
  ) : undefined
  return (
    <ZoneProvider zone={zone}>
      <AppShell
        organisation={counts.organisation}
        groups={navGroups(counts, inbox, own)}
        member={{ name: ctx.actor.name, role }}
        log={log}
        search={search}
        onSignOut={signOut}
      >
        <BreakGlassBanner live={live} now={ctx.now} at="top" />
        <SavedViewsProvider views={views} actions={viewActions}>
          {children}
        </SavedViewsProvider>
        <BreakGlassBanner live={live} now={ctx.now} at="bottom" />
      </AppShell>
    </ZoneProvider>
  )
}
