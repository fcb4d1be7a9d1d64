import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { TopBar } from '@/components/shell/top-bar'
import { SectionHead } from '@/components/ui/section-head'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { getPolicyVersion } from '@/lib/queries/get-policy-version'
import { PolicyDifference } from '../../policy-difference'
import { ProblemList } from '../../problem-list'
import { RuleList } from '../../rule-list'
import { SettingsFacts } from '../../settings-facts'
import { VersionHead } from './version-head'

export const metadata: Metadata = { title: 'Version of the rules' }

/** One version of the approval rules: why, what it changes, and all it says. */
export default async function VersionPage(props: PageProps<'/policies/versions/[version]'>) {
  const ctx = await pageContext()
  const { version: given } = await props.params
  if (!/^\d{1,9}$/.test(given)) notFound()
  const page = await orNotFound(getPolicyVersion(ctx, Number(given)))
  const { version, words, difference, against, problems, status } = page
  const before = status === 'active' || status === 'superseded' ? 'the one before' : 'the one in force'
  return (
    <>
      <TopBar title={`Version ${version}`} crumbs={[{ href: '/policies', label: 'Policies' }]} now={ctx.now} />
      <VersionHead page={page} canPropose={isAllowed(ctx, 'propose-policy')} now={ctx.now} />
      <section aria-label="Problems" className="page-inset border-b border-line pb-3 empty:pb-0">
        {problems.length > 0 ? <ProblemList problems={problems} /> : null}
      </section>
      {version === against ? null : (
        <section aria-labelledby="difference" className="page-inset border-b border-line py-4">
          <SectionHead id="difference" title="What it changes" note={`against version ${against}, ${before}`} />
          <PolicyDifference difference={difference} />
        </section>
      )}
      <section aria-labelledby="rules" className="page-inset border-b border-line py-4">
        <SectionHead id="rules" title="All rules" note="the first that holds decides" />
        <RuleList rules={words.rules} otherwise={words.otherwise} />
      </section>
      <section aria-labelledby="besides" className="page-inset py-4">
        <SectionHead id="besides" title="Besides" />
        <SettingsFacts settings={words.settings} />
      </section>
    </>
  )
}
