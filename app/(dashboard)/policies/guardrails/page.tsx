import { Pencil } from 'lucide-react'
import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { ButtonLink } from '@/components/ui/button'
import { SectionHead } from '@/components/ui/section-head'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { getGuardrails } from '@/lib/queries/get-guardrails'
import { PolicyTabs } from '../policy-tabs'
import { GuardrailList, otherwiseInWords } from './guardrail-list'
import { SchemaReference } from './schema-reference'
import { TestOutcomes } from './test-outcomes'
import { VersionsSection } from './versions-section'

export const metadata: Metadata = { title: 'Guardrails' }

/** What nobody may have, whoever would agree: the version in force, its tests, and all versions. */
export default async function GuardrailsPage() {
  const ctx = await pageContext()
  const { version, versions, content, inspection, schema } = await getGuardrails(ctx)
  const edit = isAllowed(ctx, 'propose-policy') ? (
    <ButtonLink href="/policies/guardrails/edit" icon={<Pencil aria-hidden="true" />}>
      Propose a change
    </ButtonLink>
  ) : undefined
  return (
    <>
      <TopBar title="Policies" now={ctx.now} end={edit} />
      <PolicyTabs at="guardrails" />
      <div className="grid md:grid-cols-[minmax(0,1fr)_440px]">
        <section aria-labelledby="guardrails" className="page-inset min-w-0 pt-4 pb-6">
          <SectionHead id="guardrails" title="In force" note={`version ${version.version}`} />
          <p className="mb-1 text-fg-2">{otherwiseInWords(content)}</p>
          <GuardrailList content={content} />
        </section>
        <div className="page-inset min-w-0 space-y-5 border-line pt-4 pb-6 max-md:border-t md:border-l">
          <TestOutcomes tests={inspection.tests} />
          <VersionsSection versions={versions} now={ctx.now} />
          <SchemaReference schema={schema} />
        </div>
      </div>
    </>
  )
}
