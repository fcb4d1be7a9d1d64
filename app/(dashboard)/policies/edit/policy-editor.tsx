'use client'
import { useDeferredValue, useMemo, useReducer, useState } from 'react'
import { Segmented } from '@/components/ui/segmented'
import { TimeZoneNames } from '@/components/window/window-rows'
import type { ApprovalPolicy } from '@/lib/domain/approval-policy'
import { diffPolicies } from '@/lib/domain/diff-policies'
import type { PolicyProblem } from '@/lib/domain/policy-problem'
import type { PolicyForm } from '@/lib/queries/get-policy-form'
import { type Choices, ChoicesContext } from './choices'
import { type Draft, type Edit, edit, startDraft } from './draft'
import { JsonView } from './json-view'
import { ProposePanel } from './propose-panel'
import { RuleRows } from './rule-rows'
import { SettingsFields } from './settings-fields'
import { TrialPanel } from './trial-panel'
import { useProblems } from './use-problems'
import { VerdictFields } from './verdict-fields'

const VIEWS = [
  { value: 'rules', label: 'Rules' },
  { value: 'besides', label: 'Besides' },
  { value: 'json', label: 'JSON' },
]

type ViewProps = { draft: Draft; problems: readonly PolicyProblem[]; onEdit: (by: Edit) => void }

function RulesView({ draft, problems, onEdit }: ViewProps) {
  return (
    <>
      <RuleRows draft={draft} problems={problems} onEdit={onEdit} />
      <section aria-label="Where no rule speaks" className="border-t border-line py-3">
        <h3 className="mb-2 text-13 font-semibold">
          {draft.policy.rules.length === 0 ? 'Everything' : 'Everything else'}
        </h3>
        <VerdictFields
          mayApprove={false}
          verdict={draft.policy.otherwise}
          onChange={(otherwise) => onEdit({ kind: 'set', change: { otherwise } })}
        />
      </section>
    </>
  )
}

function View({ view, ...props }: ViewProps & { view: string }) {
  const { draft, onEdit } = props
  if (view === 'rules') return <RulesView {...props} />
  if (view === 'besides') return <SettingsFields policy={draft.policy} onEdit={onEdit} />
  return <JsonView policy={draft.policy} onChange={(policy) => onEdit({ kind: 'replace', policy })} />
}

type Props = { form: PolicyForm; held: ApprovalPolicy }

/** Rules as a form, with what is wrong and what differs beside it as one writes. `held`: the rules in force. */
export function PolicyEditor({ form, held }: Props) {
  const [draft, onEdit] = useReducer(edit, form.policy, startDraft)
  const [view, setView] = useState('rules')
  const { problems, names, isChecking } = useProblems(draft.policy)
  const choices = useMemo((): Choices => {
    const known = { ...form.names, ...names }
    return { ...form, nameOf: (id) => known[id] ?? id }
  }, [form, names])
  const settled = useDeferredValue(draft.policy)
  const difference = useMemo(() => diffPolicies(held, settled, choices.nameOf), [held, settled, choices])
  return (
    <ChoicesContext value={choices}>
      <TimeZoneNames />
      <div className="grid md:grid-cols-[minmax(0,1fr)_400px]">
        <div className="page-inset min-w-0 py-4">
          <Segmented label="View" value={view} segments={VIEWS} onSelect={setView} />
          <View view={view} draft={draft} problems={problems} onEdit={onEdit} />
          <TrialPanel policy={draft.policy} />
        </div>
        <aside className="page-inset border-line py-4 max-md:border-t md:min-h-[calc(100vh-44px)] md:border-l md:pl-5">
          <ProposePanel {...{ problems, isChecking, difference }} policy={draft.policy} basedOn={form.basedOn} />
        </aside>
      </div>
    </ChoicesContext>
  )
}
