import type { Metadata } from 'next'
import { HiddenByRole } from '@/app/(dashboard)/hidden-by-role'
import { TopBar } from '@/components/shell/top-bar'
import { ObjectHead } from '@/components/ui/object-head'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { getActivePolicy } from '@/lib/queries/get-active-policy'
import { getPolicyForm } from '@/lib/queries/get-policy-form'
import { PolicyEditor } from './policy-editor'

export const metadata: Metadata = { title: 'Propose rules' }

const versionOf = (from: unknown) => (typeof from === 'string' && /^\d{1,9}$/.test(from) ? Number(from) : null)

/** Where other approval rules are written, tried on history and proposed. `from`: the version to write from. */
export default async function EditPolicyPage(props: PageProps<'/policies/edit'>) {
  const ctx = await pageContext()
  const bar = <TopBar title="Propose a change" crumbs={[{ href: '/policies', label: 'Policies' }]} now={ctx.now} />
  if (!isAllowed(ctx, 'propose-policy')) {
    return (
      <>
        {bar}
        <HiddenByRole section="The editor">Admins propose rules, and another admin agrees.</HiddenByRole>
      </>
    )
  }
  const from = versionOf((await props.searchParams).from)
  const [form, { policy: held }] = await Promise.all([orNotFound(getPolicyForm(ctx, from)), getActivePolicy(ctx)])
  return (
    <>
      {bar}
      <ObjectHead
        title="Propose approval rules"
        facts={<span>{`written from version ${from ?? form.basedOn}; version ${form.basedOn} is in force`}</span>}
      />
      <div className="border-t border-line">
        <PolicyEditor form={form} held={held} />
      </div>
    </>
  )
}
