import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { SectionHead } from '@/components/ui/section-head'
import { isAllowed } from '@/lib/domain/authorization'
import { plural } from '@/lib/format'
import { pageContext } from '@/lib/http/context'
import { getActivePolicy } from '@/lib/queries/get-active-policy'
import { listPolicyVersions } from '@/lib/queries/list-policy-versions'
import { PolicyTabs } from './policy-tabs'
import { ProblemList } from './problem-list'
import { ProposeLink } from './propose-link'
import { RuleList } from './rule-list'
import { SettingsFacts } from './settings-facts'
import { VersionList } from './version-list'

export const metadata: Metadata = { title: 'Policies' }

/** Who must agree to what: the rules in force as sentences, and the versions before and to come. */
export default async function PoliciesPage() {
  const ctx = await pageContext()
  const [{ version, words, problems }, versions] = await Promise.all([
    getActivePolicy(ctx),
    listPolicyVersions(ctx, 'approvals'),
  ])
  const canPropose = isAllowed(ctx, 'propose-policy')
  const propose = canPropose ? <ProposeLink /> : undefined
  return (
    <>
      <TopBar title="Policies" end={propose} phoneEnd={propose} now={ctx.now} />
      <PolicyTabs at="approvals" />
      <div className="grid md:grid-cols-[minmax(0,1fr)_360px]">
        <div className="min-w-0">
          <section aria-labelledby="rules" className="page-inset border-b border-line py-4">
            <SectionHead
              id="rules"
              title="Who must agree"
              note={`version ${version}, ${plural(words.rules.length, 'rule')}; the first that holds decides`}
              end={canPropose ? undefined : 'Admins propose changes'}
            />
            <ProblemList problems={problems} />
            <RuleList rules={words.rules} otherwise={words.otherwise} />
          </section>
          <section aria-labelledby="besides" className="page-inset py-4">
            <SectionHead id="besides" title="Besides" />
            <SettingsFacts settings={words.settings} />
          </section>
        </div>
        <aside className="page-inset border-line py-4 max-md:border-t md:min-h-[calc(100vh-84px)] md:border-l md:pl-5">
          <SectionHead title="Versions" note="each agreed to by a second admin" />
          <VersionList versions={versions} base="/policies/versions" now={ctx.now} />
        </aside>
      </div>
    </>
  )
}
