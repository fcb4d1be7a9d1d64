import type { SettingInWords } from '@/lib/domain/describe-policy'

/** What holds besides single rules. */
export function SettingsFacts({ settings }: { settings: readonly SettingInWords[] }) {
  return (
    <dl className="mt-1">
      {settings.map(({ label, text }) => (
        <div
          key={label}
          className="grid grid-cols-[160px_minmax(0,1fr)] border-t border-line py-2 first:border-t-0 max-md:grid-cols-1"
        >
          <dt className="text-fg-3">{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}
