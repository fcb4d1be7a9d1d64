import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { Link } from '@/components/ui/link'
import { installationAddress } from '@/lib/auth/installation-address'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { listApiTokens } from '@/lib/queries/list-api-tokens'
import { listServiceIdentities } from '@/lib/queries/list-service-identities'
import { SettingsTabs } from '../settings-tabs'
import { TokensSection } from './tokens-section'

export const metadata: Metadata = { title: 'API tokens' }

/** Keys to the API: one's own, and for admins those of services. */
export default async function TokensPage() {
  const ctx = await pageContext()
  const isKeeper = isAllowed(ctx, 'manage-service-tokens')
  const [own, ofServices, services] = await Promise.all([
    listApiTokens(ctx, 'own'),
    isKeeper ? listApiTokens(ctx, 'services') : [],
    isKeeper ? listServiceIdentities(ctx) : [],
  ])
  const address = installationAddress()
  return (
    <>
      <TopBar title="Settings" now={ctx.now} />
      <SettingsTabs at="tokens" />
      <p className="page-inset max-w-180 pt-3 text-fg-2">
        A token calls the REST API, the command line and the MCP server in your name, within its scopes and never with
        more than you may at that moment.{' '}
        <Link href="/api-docs" className="text-accent-fg underline">
          What can be called
        </Link>
      </p>
      <TokensSection title="Yours" tokens={own} now={ctx.now} address={address}>
        Make one for a script, a terminal or an agent that works for you.
      </TokensSection>
      {isKeeper ? (
        <TokensSection title="Services" tokens={ofServices} now={ctx.now} address={address} services={services}>
          A service asks for grants and drops its sessions with one; it decides on nothing.
        </TokensSection>
      ) : null}
    </>
  )
}
