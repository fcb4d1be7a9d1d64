import Link from 'next/link'
import { SectionHead } from '@/components/ui/section-head'
import { type AskedSystem, type InboxItem, permissionInWords } from '@/lib/domain/inbox'
import { formatNumber, plural } from '@/lib/format'

const MOST = 40

function Line({ permission, past }: { permission: AskedSystem['permissions'][number]; past: number }) {
  const { key, accessLevel, usedIn } = permission
  const used = past === 0 ? 'none before' : usedIn === 0 ? 'never' : `${usedIn} of ${past}`
  return (
    <tr className="border-b border-line last:border-b-0">
      <td className="py-1 pr-3">
        {permissionInWords(permission)}
        <span className="code block text-fg-3 break-all">{key}</span>
      </td>
      <td className="py-1 pr-3 text-fg-2">{accessLevel ?? <span className="text-fg-3">unknown</span>}</td>
      <td className="py-1 text-right whitespace-nowrap text-fg-2 tabular-nums">
        <span className={used === 'never' ? 'text-unused-fg' : undefined}>{used}</span>
      </td>
    </tr>
  )
}

function Only({ label, names }: { label: string; names: string[] }) {
  if (names.length === 0) return null
  return (
    <p className="mt-1 text-12 text-fg-2">
      Only {label} <span className="code break-all">{names.join(', ')}</span>
    </p>
  )
}

function On({ asked, past }: { asked: AskedSystem; past: number }) {
  const { system, permissions, tenants, resources } = asked
  const rest = permissions.length - MOST
  return (
    <div className="mt-2">
      <p>
        <Link href={`/systems/${system.id}`} className="font-medium">
          {system.name}
        </Link>{' '}
        <span className="text-12 text-fg-3">
          tier {system.tier}, {system.environment}
        </span>
      </p>
      <Only label="tenant" names={tenants} />
      <Only label="resource" names={resources} />
      <table className="mt-1 w-full text-left">
        <thead className="text-12 text-fg-3">
          <tr className="border-b border-line-strong">
            <th className="h-8 font-normal">Permission</th>
            <th className="w-34 font-normal max-md:w-24">Level</th>
            <th className="w-26 text-right font-normal max-md:w-20">
              {past > 0 ? `Used, last ${past}` : 'Used before'}
            </th>
          </tr>
        </thead>
        <tbody>
          {permissions.slice(0, MOST).map((permission) => (
            <Line key={permission.key} permission={permission} past={past} />
          ))}
        </tbody>
      </table>
      {rest > 0 ? <p className="py-1 text-12 text-fg-3">and {formatNumber(rest)} more</p> : null}
    </div>
  )
}

/** What the session or grant would allow: in words, as scope strings, with the access level of each and how much of it was
 *  used before. */
export function AskedSection({ item }: { item: InboxItem }) {
  const { asked, details, permissionCount, history } = item
  const scope = asked.flatMap(({ permissions }) => permissions.map(({ key }) => key))
  return (
    <section aria-labelledby="asked" className="border-b border-line px-4 pt-3.5 pb-3 md:px-6">
      <SectionHead
        id="asked"
        title="What it may do"
        note={`${plural(permissionCount, 'permission')} on ${plural(asked.length, 'system')}`}
      />
      {asked.map((each) => (
        <On key={each.system.id} asked={each} past={history.sessions.length} />
      ))}
      {details.length > 0 ? (
        <p className="mt-2 text-12 text-fg-2">
          Only within <span className="code break-all">{JSON.stringify(details)}</span>
        </p>
      ) : null}
      {scope.length > 0 && scope.length <= MOST ? (
        <p className="mt-2 text-12 text-fg-3">
          As scope <span className="code break-all text-fg-2">{[...new Set(scope)].join(' ')}</span>
        </p>
      ) : null}
    </section>
  )
}
