import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import type { SearchParams } from '../../../sessions/search-params'
import { GrantTabs } from '../grant-tabs'
import { CallsSection } from './calls-section'
import { DecisionSection } from './decision-section'
import { readTrial } from './read-trial'
import { TrialForm } from './trial-form'
import { TrialHead } from './trial-head'

export const metadata: Metadata = { title: 'Try a grant' }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> }

/** A grant tried out: the checks that a request would meet, and the call that makes it. */
export default async function TryItPage({ params, searchParams }: Props) {
  const ctx = await pageContext()
  const { id } = await params
  const trial = await orNotFound(readTrial(ctx, id, await searchParams))
  const { name } = trial.terms
  return (
    <>
      <TopBar
        title="Try it"
        crumbs={[
          { href: '/grants', label: 'Grants' },
          { href: `/grants/${id}`, label: name },
        ]}
        now={ctx.now}
      />
      <TrialHead terms={trial.terms} />
      <GrantTabs id={id} origin="managed" at="try-it" />
      <div className="grid border-t border-line min-[1100px]:grid-cols-2 min-[1100px]:grid-rows-[auto_1fr]">
        <TrialForm trial={trial} path={`/grants/${id}/try-it`} now={ctx.now} />
        <DecisionSection trial={trial} now={ctx.now} />
        <CallsSection trial={trial} />
      </div>
    </>
  )
}
