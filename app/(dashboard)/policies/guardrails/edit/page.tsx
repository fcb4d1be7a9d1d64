import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { EmptyState } from '@/components/ui/empty-state'
import { isAllowed } from '@/lib/domain/authorization'
import { guardrailRequest } from '@/lib/domain/guardrail'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { getGuardrails } from '@/lib/queries/get-guardrails'
import { type SearchParams, singleValues } from '../../../sessions/search-params'
import { Editor } from './editor'

export const metadata: Metadata = { title: 'Propose guardrails' }

const CRUMBS = [
  { href: '/policies', label: 'Policies' },
  { href: '/policies/guardrails', label: 'Guardrails' },
]

const EXAMPLE = {
  actor: { kind: 'agent', name: 'support-agent' },
  principal: { kind: 'human', name: 'Ines' },
  system: { key: 'billing', name: 'billing', tier: 1, environment: 'production' },
  accessLevels: ['read'],
} as const

/** The guardrails in force, or those of an older version (`from`), to be changed and proposed. */
export default async function EditGuardrailsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  const from = Number(singleValues(await searchParams).from ?? Number.NaN)
  const { version, versions, content, inspection, schema } = await orNotFound(
    getGuardrails(ctx, Number.isSafeInteger(from) ? from : undefined),
  )
  const active = versions.find(({ status }) => status === 'active')
  const request = guardrailRequest.parse({ ...EXAMPLE, accessLevels: [...EXAMPLE.accessLevels] })
  return (
    <>
      <TopBar title="Propose guardrails" crumbs={CRUMBS} now={ctx.now} />
      <h1 className="sr-only">Propose guardrails</h1>
      {isAllowed(ctx, 'propose-policy') ? (
        <Editor key={version.version} basedOn={active?.version ?? 0} {...{ content, inspection, schema, request }} />
      ) : (
        <EmptyState title="Admins propose guardrails" inset>
          Ask an admin, and another one to agree.
        </EmptyState>
      )}
    </>
  )
}
