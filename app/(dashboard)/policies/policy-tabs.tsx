import { Tabs } from '@/components/ui/tabs'

/** The two kinds of rules: who must agree, and what nobody can agree to. */
export function PolicyTabs({ at }: { at: 'approvals' | 'guardrails' }) {
  return (
    <Tabs
      label="Policies"
      tabs={[
        { href: '/policies', label: 'Approvals', current: at === 'approvals' },
        { href: '/policies/guardrails', label: 'Guardrails', current: at === 'guardrails' },
      ]}
    />
  )
}
