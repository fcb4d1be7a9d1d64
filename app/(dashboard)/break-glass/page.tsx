import type { Metadata } from 'next'
import { HiddenByRole } from '@/app/(dashboard)/hidden-by-role'
import { TopBar } from '@/components/shell/top-bar'
import { EmptyState } from '@/components/ui/empty-state'
import { ObjectHead } from '@/components/ui/object-head'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { getEmergencyOptions } from '@/lib/queries/get-emergency-options'
import { BreakGlassForm } from './break-glass-form'

export const metadata: Metadata = { title: 'Break the glass' }

const CRUMBS = [{ href: '/reviews', label: 'Reviews' }]

/** Emergency access, at once: for those whom the rules let. */
export default async function BreakGlassPage() {
  const ctx = await pageContext()
  const bar = <TopBar title="Break the glass" crumbs={CRUMBS} now={ctx.now} />
  if (!isAllowed(ctx, 'break-glass'))
    return (
      <>
        {bar}
        <HiddenByRole section="Emergency access">
          Approvers and admins break the glass, or who the rules name.
        </HiddenByRole>
      </>
    )
  const options = await getEmergencyOptions(ctx)
  return (
    <>
      {bar}
      <ObjectHead title="Break the glass" facts="Access at once, told to everybody who was not asked" />
      {options.cannot ? (
        <EmptyState inset title="Not for you">
          {options.cannot}
        </EmptyState>
      ) : (
        <BreakGlassForm options={options} />
      )}
    </>
  )
}
