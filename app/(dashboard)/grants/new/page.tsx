import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { getRequestForm, requestFormInput } from '@/lib/queries/get-request-form'
import { singleValues } from '../../sessions/search-params'
import { RequestWizard } from './request-wizard'

const TITLES = {
  new: 'Request a grant',
  renew: 'Renew a grant',
  extend: 'Extend a grant',
  widen: 'Widen a grant',
  narrow: 'Narrow a grant',
} as const

export const metadata: Metadata = { title: 'Request a grant' }

/** Asking for a grant, or for other terms of one that stands. */
export default async function NewGrantPage(props: PageProps<'/grants/new'>) {
  const ctx = await pageContext()
  const asked = singleValues(await props.searchParams)
  const begun = await orNotFound(getRequestForm(ctx, requestFormInput.parse(asked)))
  const { form, grantName } = begun
  const grants = { href: '/grants', label: 'Grants' }
  const crumbs = form.grantId ? [grants, { href: `/grants/${form.grantId}`, label: grantName ?? 'Grant' }] : [grants]
  return (
    <>
      <TopBar title={TITLES[form.change]} crumbs={crumbs} now={ctx.now} />
      <h1 className="sr-only">{TITLES[form.change]}</h1>
      <RequestWizard key={JSON.stringify(asked)} begun={begun} />
    </>
  )
}
