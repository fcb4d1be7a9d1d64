import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { pageContext } from '@/lib/http/context'
import { getDecisionLink } from '@/lib/queries/get-decision-link'
import { LinkCard } from './link-card'

// The address holds what decides: it goes to nobody else with a link that is followed from here.
export const metadata: Metadata = { title: 'Decide', referrer: 'no-referrer', robots: { index: false } }

const crumbs = [{ href: '/inbox', label: 'Inbox' }]

/** What the link in a message leads to: the question in short, and the two answers; or why it decides nothing. */
export default async function DecidePage({ params }: { params: Promise<{ link: string }> }) {
  const ctx = await pageContext()
  const link = decodeURIComponent((await params).link)
  const opened = await getDecisionLink(ctx, link)
  return (
    <>
      <TopBar title="Decide" crumbs={'fault' in opened ? undefined : crumbs} now={ctx.now} />
      {'fault' in opened ? (
        <EmptyState
          inset
          title="This link decides nothing"
          action={<ButtonLink href="/inbox">Open the inbox</ButtonLink>}
        >
          {opened.fault.message}
        </EmptyState>
      ) : (
        <LinkCard link={link} opened={opened} now={ctx.now} />
      )}
    </>
  )
}
