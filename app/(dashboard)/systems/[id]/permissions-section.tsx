import { SectionHead } from '@/components/ui/section-head'
import { formatNumber, plural } from '@/lib/format'
import type { SystemDetail } from '@/lib/queries/get-system'

const FIRST = 12

type Permission = SystemDetail['permissions']['heaviest'][number]

function Line({ permission }: { permission: Permission }) {
  const { key, title, accessLevel, categories, weight } = permission
  return (
    <tr className="border-b border-line last:border-b-0">
      <td className="max-w-0 truncate py-1.5 pr-2">
        <span className="code" title={title ?? key}>
          {key}
        </span>
        {categories.length > 0 ? (
          <span className="block truncate text-12 text-fg-3">{categories.join(', ')}</span>
        ) : null}
      </td>
      <td className="w-44 py-1.5 text-fg-2 max-md:w-32">{accessLevel}</td>
      <td className="w-14 py-1.5 text-right tabular-nums">{formatNumber(weight)}</td>
    </tr>
  )
}

function Table({ rows, label }: { rows: Permission[]; label: string }) {
  return (
    <table aria-label={label} className="w-full">
      <thead>
        <tr className="border-b border-line-strong text-left text-12 text-fg-3">
          <th scope="col" className="h-7 font-normal">
            Permission
          </th>
          <th scope="col" className="font-normal">
            Access level
          </th>
          <th scope="col" className="text-right font-normal">
            Weight
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((permission) => (
          <Line key={permission.key} permission={permission} />
        ))}
      </tbody>
    </table>
  )
}

/** What the system lets one do, heaviest first, and where that is known from. */
export function PermissionsSection({ system }: { system: SystemDetail }) {
  const { total, heaviest } = system.permissions
  const isAws = system.source?.startsWith('aws') ?? false
  const rest = heaviest.slice(FIRST)
  return (
    <section aria-labelledby="permissions" className="page-inset border-b border-line pt-4 pb-4">
      <SectionHead id="permissions" title="Permissions" note={total > 0 ? plural(total, 'permission') : undefined} />
      <p className="mt-0.5 text-12 text-fg-3">
        {isAws
          ? 'Access levels are those of the AWS Service Authorization Reference; only what was granted or used here is listed.'
          : 'As registered with the system; nothing else can be granted on it.'}
      </p>
      {total > 0 ? <Table rows={heaviest.slice(0, FIRST)} label="Permissions, heaviest first" /> : null}
      {total === 0 ? (
        <p className="mt-1 text-fg-2">{isAws ? 'None was seen granted or used yet.' : 'None is registered.'}</p>
      ) : null}
      {rest.length > 0 ? (
        <details>
          <summary className="cursor-pointer py-2 text-accent-fg">{formatNumber(total - FIRST)} more</summary>
          <Table rows={rest} label="More permissions" />
          {total > heaviest.length ? (
            <p className="py-2 text-12 text-fg-3">
              The heaviest {heaviest.length} of {formatNumber(total)}.
            </p>
          ) : null}
        </details>
      ) : null}
    </section>
  )
}
