import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { TopBar } from '@/components/shell/top-bar'
import { ButtonLink } from '@/components/ui/button'
import { ObjectHead } from '@/components/ui/object-head'
import { Status } from '@/components/ui/status'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { getGuardrails } from '@/lib/queries/get-guardrails'
import { GuardrailList, otherwiseInWords } from '../../guardrail-list'
import { TestOutcomes } from '../../test-outcomes'
import { VersionsSection } from '../../versions-section'

export const metadata: Metadata = { title: 'Guardrails' }

const CRUMBS = [
  { href: '/policies', label: 'Policies' },
  { href: '/policies/guardrails', label: 'Guardrails' },
]

/** One version of the guardrails as it was proposed. */
export default async function GuardrailVersionPage({ params }: { params: Promise<{ version: string }> }) {
  const ctx = await pageContext()
  const number = Number((await params).version)
  if (!Number.isSafeInteger(number)) notFound()
  const { version, versions, content, inspection } = await orNotFound(getGuardrails(ctx, number))
  const title = `Guardrails, version ${version.version}`
  const edit = isAllowed(ctx, 'propose-policy') ? (
    <ButtonLink href={`/policies/guardrails/edit?from=${version.version}`}>Propose again from this</ButtonLink>
  ) : undefined
  const facts = (
    <>
      {version.status === 'superseded' ? <span>superseded</span> : <Status word={version.status} />}
      <span>proposed by {version.proposedBy}</span>
    </>
  )
  return (
    <>
      <TopBar title={title} crumbs={CRUMBS} now={ctx.now} />
      <ObjectHead title={title} facts={facts} actions={edit} />
      <div className="grid border-t border-line md:grid-cols-[minmax(0,1fr)_440px]">
        <div className="page-inset min-w-0 pt-3 pb-6">
          <p className="text-fg-2">{version.note}</p>
          <p className="text-fg-3">{otherwiseInWords(content)}</p>
          <GuardrailList content={content} />
        </div>
        <div className="page-inset min-w-0 space-y-5 border-line pt-3 pb-6 max-md:border-t md:border-l">
          <TestOutcomes tests={inspection.tests} />
          <VersionsSection versions={versions} now={ctx.now} />
        </div>
      </div>
    </>
  )
}
