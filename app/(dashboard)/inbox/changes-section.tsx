'use client'
import { Fragment } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { classList } from '@/components/ui/class-list'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { type AskedPermission, type AskedSystem, permissionInWords } from '@/lib/domain/inbox'
import { formatNumber, plural } from '@/lib/format'
import { useOffer } from './offer-context'
import { keyOf } from './offer-terms'
import { TermRows } from './term-rows'

const MOST = 40
const DELTAS = { has: 'has', wider: '+ wider', 'for-another': '+ other', new: '+ new' } as const

function Used({ usedIn, past }: { usedIn: number; past: number }) {
  if (past === 0) return <span className="text-fg-3">none before</span>
  return usedIn === 0 ? <span className="text-unused-fg">never</span> : `${usedIn} of ${past}`
}

function OfferBox({ name, label }: { name: string; label: string }) {
  const { draft, change } = useOffer()
  const isOut = draft.leftOut.has(name)
  const toggle = () => {
    const leftOut = new Set(draft.leftOut)
    if (isOut) leftOut.delete(name)
    else leftOut.add(name)
    change({ leftOut })
  }
  return (
    <span className="flex items-center gap-2">
      <Checkbox checked={!isOut} onChange={toggle} aria-label={`Offer ${label}`} />
      <span className={isOut ? 'text-fg-3' : undefined}>{isOut ? 'leave out' : 'offer'}</span>
    </span>
  )
}

function Line({ on, permission, past }: { on: AskedSystem; permission: AskedPermission; past: number }) {
  const { item, draft } = useOffer()
  const { key, accessLevel, delta, usedIn } = permission
  const name = keyOf(on, permission)
  const isOut = draft.leftOut.has(name)
  return (
    <tr className="border-b border-line">
      <td className="py-1 pr-3">
        <span className={classList('block', isOut && 'text-fg-3')}>{permissionInWords(permission)}</span>
        <span className={classList('code block break-all', isOut ? 'text-fg-3 line-through' : 'text-fg-2')}>{key}</span>
        <span className="block text-12 text-fg-3 md:hidden">
          {accessLevel ?? 'unknown'}, used <Used usedIn={usedIn} past={past} />
        </span>
      </td>
      <td className="py-1 pr-3 break-words text-fg-2 max-md:hidden">
        {accessLevel ?? <span className="text-fg-3">unknown</span>}
      </td>
      <td className="py-1 pr-2">
        <span className={delta === 'has' ? 'text-fg-3' : 'font-medium'}>{DELTAS[delta]}</span>
      </td>
      <td className="py-1 pr-3 text-right whitespace-nowrap text-fg-2 tabular-nums max-md:hidden">
        <Used usedIn={usedIn} past={past} />
      </td>
      {item.me.mayOffer ? (
        <td className="bg-surface-sunken py-1 pl-4">
          <OfferBox name={name} label={key} />
        </td>
      ) : null}
    </tr>
  )
}

function Only({ label, names }: { label: string; names: string[] }) {
  if (names.length === 0) return null
  return (
    <span className="ml-2 text-12 font-normal text-fg-2">
      Only {label} <span className="code break-all">{names.join(', ')}</span>
    </span>
  )
}

function On({ on, past, columns }: { on: AskedSystem; past: number; columns: number }) {
  const { system, permissions, tenants, resources } = on
  const rest = permissions.length - MOST
  return (
    <Fragment>
      <tr className="border-b border-line">
        <th colSpan={columns} scope="colgroup" className="py-1.5 text-left font-normal">
          <Link href={`/systems/${system.id}`} className="font-medium">
            {system.name}
          </Link>{' '}
          <span className="text-12 text-fg-3">
            tier {system.tier}, {system.environment}
          </span>
          <Only label="tenant" names={tenants} />
          <Only label="resource" names={resources} />
        </th>
      </tr>
      {permissions.slice(0, MOST).map((permission) => (
        <Line key={permission.key} on={on} permission={permission} past={past} />
      ))}
      {rest > 0 ? (
        <tr className="border-b border-line">
          <td colSpan={columns} className="py-1 text-12 text-fg-3">
            and {formatNumber(rest)} more
          </td>
        </tr>
      ) : null}
    </Fragment>
  )
}

function Head({ past, mayOffer }: { past: number; mayOffer: boolean }) {
  return (
    <thead className="text-12 text-fg-3">
      <tr className="border-b border-line-strong">
        <th className="h-8 font-normal">Permission</th>
        <th className="w-22 font-normal max-md:hidden">Level</th>
        <th className="w-16 font-normal">Asked</th>
        <th className="w-22 pr-3 text-right font-normal max-md:hidden">{past > 0 ? `Used, ${past} runs` : 'Used'}</th>
        {mayOffer ? <th className="w-34 bg-surface-sunken pl-4 font-normal">Your offer</th> : null}
      </tr>
    </thead>
  )
}

/** What would be allowed that is not today, permission by permission, on which terms, and what is offered instead. */
export function ChangesSection() {
  const { item } = useOffer()
  const { asked, history, details, me } = item
  const past = history?.sessions.length ?? 0
  const all = asked.flatMap(({ permissions }) => permissions)
  const news = all.filter(({ delta }) => delta !== 'has').length
  const note =
    news === all.length ? `${plural(news, 'permission')}, all new` : `${news} of ${all.length} more than it has`
  const scope = [...new Set(all.map(({ key }) => key))]
  return (
    <section aria-labelledby="changes" className="border-b border-line px-4 pt-3.5 pb-3 md:px-6">
      <SectionHead id="changes" title="What changes" note={note} />
      <table className="mt-0.5 w-full table-fixed text-left">
        <Head past={past} mayOffer={me.mayOffer} />
        <tbody>
          {asked.map((on) => (
            <On key={on.system.id} on={on} past={past} columns={me.mayOffer ? 5 : 4} />
          ))}
          <TermRows />
        </tbody>
      </table>
      {details.length > 0 ? (
        <p className="mt-2 text-12 text-fg-2">
          Only within <span className="code break-all">{JSON.stringify(details)}</span>
        </p>
      ) : null}
      {scope.length > 0 && scope.length <= MOST ? (
        <p className="mt-2 text-12 text-fg-3">
          As scope <span className="code break-all text-fg-2">{scope.join(' ')}</span>
        </p>
      ) : null}
    </section>
  )
}
