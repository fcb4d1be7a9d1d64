import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { ExactTime } from '@/components/ui/relative-time'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { getOrganisation } from '@/lib/queries/get-organisation'
import { SettingsTabs } from '../settings-tabs'
import { OrganisationButton } from './organisation-dialog'

export const metadata: Metadata = { title: 'Organisation' }

/** What the organisation is called, and whose clock its pages tell. */
export default async function OrganisationPage() {
  const ctx = await pageContext()
  const organisation = await getOrganisation(ctx)
  const { name, timeZone } = organisation
  return (
    <>
      <TopBar title="Settings" now={ctx.now} />
      <SettingsTabs at="organisation" />
      <section aria-label="Organisation" className="page-inset flex flex-wrap items-start gap-3 pt-4 pb-6">
        <dl className="grid min-w-0 grid-cols-[112px_minmax(0,1fr)] gap-x-3 gap-y-1.5">
          <dt className="text-fg-3">Name</dt>
          <dd className="font-medium">{name}</dd>
          <dt className="text-fg-3">Time zone</dt>
          <dd>
            <b>{timeZone}</b>, where it is <ExactTime at={ctx.now} format="moment" />
            <p className="text-12 text-fg-3">
              Every page and letter tells its times by this clock. Files and the API are in UTC.
            </p>
          </dd>
        </dl>
        <span className="ml-auto text-12 text-fg-3">
          {isAllowed(ctx, 'manage-organisation') ? (
            <OrganisationButton organisation={organisation} />
          ) : (
            'Admins change these'
          )}
        </span>
      </section>
    </>
  )
}
