import type { Metadata } from 'next'
import { HiddenByRole } from '@/app/(dashboard)/hidden-by-role'
import { TopBar } from '@/components/shell/top-bar'
import { Link } from '@/components/ui/link'
import { installationAddress, isMailKept } from '@/lib/auth/installation-address'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { listEndpoints } from '@/lib/queries/list-endpoints'
import { listMembers } from '@/lib/queries/list-members'
import { SettingsTabs } from '../settings-tabs'
import { EndpointsSection } from './endpoints-section'

export const metadata: Metadata = { title: 'Messages and webhooks' }

/** How people and machines are told: mail, webhooks, reviewers outside, and what tells Remit of tickets. */
export default async function MessagesPage() {
  const ctx = await pageContext()
  const canManage = isAllowed(ctx, 'manage-endpoints')
  const [endpoints, members] = canManage ? await Promise.all([listEndpoints(ctx), listMembers(ctx)]) : [[], []]
  const active = members.filter(({ deactivatedAt }) => deactivatedAt === null)
  const people = active.map(({ id, name }) => ({ value: id, label: name }))
  const shared = { people, address: installationAddress(), now: ctx.now }
  const of = (kind: string) => endpoints.filter((endpoint) => endpoint.kind === kind)
  return (
    <>
      <TopBar title="Settings" now={ctx.now} />
      <SettingsTabs at="messages" />
      <p className="page-inset flex flex-wrap gap-x-3 border-b border-line py-3 text-fg-2">
        <span>
          {isMailKept() ? 'No mail server is set: mail is kept in Remit.' : 'Mail is sent by the server of SMTP_URL.'}
        </span>
        <Link href="/mail" className="text-accent-fg hover:underline">
          Sent mail
        </Link>
      </p>
      {canManage ? (
        <>
          <EndpointsSection kind="notify" endpoints={of('notify')} {...shared} />
          <EndpointsSection kind="reviewer" endpoints={of('reviewer')} {...shared} />
          <EndpointsSection kind="ticket" endpoints={of('ticket')} {...shared} />
        </>
      ) : (
        <HiddenByRole section="What is told to others">Admins see and change it.</HiddenByRole>
      )}
    </>
  )
}
