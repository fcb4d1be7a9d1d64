import { Tabs } from '@/components/ui/tabs'

/** The two sides of a managed grant: what it is, and how a client asks under it. An observed one cannot be asked under. */
export function GrantTabs({ id, origin, at }: { id: string; origin: string; at: 'grant' | 'try-it' }) {
  if (origin !== 'managed') return null
  return (
    <div className="-mb-px">
      <Tabs
        label="Of this grant"
        tabs={[
          { href: `/grants/${id}`, label: 'Grant', current: at === 'grant' },
          { href: `/grants/${id}/try-it`, label: 'Try it', current: at === 'try-it' },
        ]}
      />
    </div>
  )
}
