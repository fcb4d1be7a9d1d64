import { Tabs } from '@/components/ui/tabs'

const TABS = {
  members: 'Members',
  groups: 'Groups',
  absences: 'Absences',
  messages: 'Messages and webhooks',
  tokens: 'API tokens',
  organisation: 'Organisation',
} as const

/** The parts of the settings; every page under /settings stands below them. */
export function SettingsTabs({ at }: { at: keyof typeof TABS }) {
  const tabs = Object.entries(TABS).map(([key, label]) => ({ href: `/settings/${key}`, label, current: key === at }))
  return <Tabs label="Settings" tabs={tabs} />
}
