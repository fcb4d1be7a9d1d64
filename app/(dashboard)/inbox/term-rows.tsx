'use client'
import type { ReactNode } from 'react'
import { ExactTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import type { ItemTerms } from '@/lib/domain/inbox'
import { formatDuration } from '@/lib/format'
import { useOffer } from './offer-context'
import { type Choice, lifetimesFor, standsFor } from './offer-terms'

const SAME = 'as-asked'
const DAY = 86_400

type Picker = { value: string; choices: Choice[]; pick: (value: string) => void }

function Row({
  label,
  asked,
  was,
  picker,
}: {
  label: string
  asked: ReactNode
  was?: ReactNode
  picker?: Picker | null
}) {
  const { item } = useOffer()
  return (
    <tr className="border-b border-line last:border-b-0">
      <td className="py-1.5 pr-3">{label}</td>
      <td className="py-1.5 pr-3 text-fg-3 max-md:hidden">{was}</td>
      <td className="py-1.5 pr-3" colSpan={2}>
        {asked}
      </td>
      {item.me.mayOffer ? (
        <td className="bg-surface-sunken py-1 pr-2 pl-2.5">
          {picker && picker.choices.length > 1 ? (
            <Select
              label={`${label}, your offer`}
              size="md"
              value={picker.value}
              options={picker.choices}
              onValueChange={picker.pick}
            />
          ) : null}
        </td>
      ) : null}
    </tr>
  )
}

function Lifetime({ terms, before }: { terms: ItemTerms; before: ItemTerms | null }) {
  const { item, draft, change } = useOffer()
  const asked = terms.ttlSeconds
  if (asked === null) return <Row label="Session life" asked="not bounded" />
  const needed = item.history?.sessions.flatMap(({ neededSeconds }) => neededSeconds ?? []) ?? []
  const longest = needed.length > 0 ? ` (needed ${formatDuration(Math.max(...needed))} at most)` : ''
  const pick = (value: string) => change({ ttlSeconds: Number(value) === asked ? null : Number(value) })
  return (
    <Row
      label="Session life"
      was={before?.ttlSeconds && before.ttlSeconds !== asked ? `was ${formatDuration(before.ttlSeconds)}` : null}
      asked={
        <>
          {formatDuration(asked)}
          <span className="text-12 text-fg-3 max-md:hidden">{longest}</span>
        </>
      }
      picker={{ value: String(draft.ttlSeconds ?? asked), choices: lifetimesFor(asked), pick }}
    />
  )
}

function endWords({ endsAt, durationSeconds }: ItemTerms): ReactNode {
  if (endsAt === null) return <b className="text-danger-fg">without an end</b>
  if (durationSeconds !== null) return `${formatDuration(durationSeconds)} from approval on`
  return (
    <>
      until <ExactTime at={endsAt} format="date" />
    </>
  )
}

function Stands({ terms, before }: { terms: ItemTerms; before: ItemTerms | null }) {
  const { item, now, draft, change } = useOffer()
  const choices = [...standsFor(item, now), { value: SAME, label: 'as asked' }]
  const pick = (value: string) => change({ stands: value === SAME ? null : Number(value) })
  return (
    <Row
      label="Stands"
      was={
        before &&
        (before.endsAt ? (
          <>
            was until <ExactTime at={before.endsAt} format="date" />
          </>
        ) : (
          'was without an end'
        ))
      }
      asked={endWords(terms)}
      picker={{ value: draft.stands === null ? SAME : String(draft.stands), choices, pick }}
    />
  )
}

function Starts({ terms }: { terms: ItemTerms }) {
  const { now, draft, change } = useOffer()
  const isLater = terms.startsAt !== null && terms.startsAt > now
  const choices = [
    { value: SAME, label: 'as asked' },
    { value: String(DAY), label: 'in 1 d' },
    { value: String(7 * DAY), label: 'in 7 d' },
  ]
  const pick = (value: string) => change({ startsIn: value === SAME ? null : Number(value) })
  const picker = isLater ? null : { value: draft.startsIn === null ? SAME : String(draft.startsIn), choices, pick }
  const asked = isLater && terms.startsAt ? <ExactTime at={terms.startsAt} format="date" /> : 'at the last vote'
  return <Row label="Starts" asked={asked} picker={picker} />
}

const depthWords = (depth: number) => (depth === 0 ? 'none' : `${depth} deep`)

function Depth({ terms: { maxChainDepth } }: { terms: ItemTerms }) {
  const { item, draft, change } = useOffer()
  const choices = Array.from({ length: maxChainDepth + 1 }, (_, depth) => {
    return { value: String(depth), label: depthWords(depth) }
  })
  const pick = (value: string) => change({ depth: Number(value) === maxChainDepth ? null : Number(value) })
  const picker = item.kind === 'grant' ? { value: String(draft.depth ?? maxChainDepth), choices, pick } : null
  return <Row label="Child actors" asked={depthWords(maxChainDepth)} picker={picker} />
}

function Tenants() {
  const { item, draft, change } = useOffer()
  return item.asked
    .filter(({ tenants }) => tenants.length > 1)
    .map(({ system, tenants }) => {
      const choices = [{ value: SAME, label: 'as asked' }, ...tenants.map((name) => ({ value: name, label: name }))]
      const pick = (value: string) => {
        const { [system.id]: _, ...rest } = draft.tenants
        change({ tenants: value === SAME ? rest : { ...rest, [system.id]: value } })
      }
      const picker = { value: draft.tenants[system.id] ?? SAME, choices, pick }
      return <Row key={system.id} label={`Tenants, ${system.name}`} asked={tenants.join(', ')} picker={picker} />
    })
}

/** The terms below the permissions: as asked, as they were where a change is asked, and as offered. */
export function TermRows() {
  const { item } = useOffer()
  const { terms, before, kind } = item
  if (!terms) return null
  return (
    <>
      <Lifetime terms={terms} before={before} />
      {kind === 'grant' ? <Starts terms={terms} /> : null}
      {kind === 'grant' ? <Stands terms={terms} before={before} /> : null}
      {kind === 'grant' ? <Tenants /> : null}
      <Row label="Windows" asked={terms.windows.length > 0 ? terms.windows.join('; ') : 'at any time'} />
      <Depth terms={terms} />
    </>
  )
}
