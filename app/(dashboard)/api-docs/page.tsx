import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { installationAddress } from '@/lib/auth/installation-address'
import { pageContext } from '@/lib/http/context'
import { OPERATIONS } from '@/lib/operations/operations'
import { DoorsSection } from './doors-section'
import { NounIndex } from './noun-index'
import { NounSection } from './noun-section'
import { ProblemsSection } from './problems-section'

export const metadata: Metadata = { title: 'API' }

/** Everything that can be called, from the list that is called. */
export default async function ApiDocsPage() {
  const ctx = await pageContext()
  const nouns = [...new Set(OPERATIONS.map(({ id }) => id.split('.')[0] ?? ''))]
  return (
    <>
      <TopBar title="API" now={ctx.now} />
      <div className="md:grid md:grid-cols-[176px_minmax(0,1fr)]">
        <NounIndex nouns={nouns} />
        <div className="min-w-0 pb-8 md:border-l md:border-line">
          <DoorsSection address={installationAddress()} />
          {nouns.map((noun) => (
            <NounSection key={noun} noun={noun} operations={OPERATIONS.filter(({ id }) => id.split('.')[0] === noun)} />
          ))}
          <ProblemsSection />
        </div>
      </div>
    </>
  )
}
