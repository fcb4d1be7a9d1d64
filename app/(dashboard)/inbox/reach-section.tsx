'use client'
import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Tree } from '@/components/ui/tree'
import { KindIcon } from '@/components/ui/who'
import type { ChildActor } from '@/lib/domain/inbox'
import { plural } from '@/lib/format'
import { useOffer } from './offer-context'

function Named({ kind, name, href }: { kind: string; name: string; href: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <KindIcon kind={kind} />
      <Link href={href}>{name}</Link>
    </span>
  )
}

function useChildren(): { child: ChildActor; keys: string[] }[] {
  const { item, draft } = useOffer()
  const out = new Set([...draft.leftOut].map((name) => name.slice(name.indexOf(' ') + 1)))
  return item.children.map((child) => ({ child, keys: child.keys.filter((key) => !out.has(key)) }))
}

function Overlaps() {
  const { item } = useOffer()
  return item.overlaps.map(({ id, name, status, expiresAt, shared, count }) => (
    <p key={id} className="mt-1.5 text-12 text-fg-3">
      Overlaps{' '}
      <Link href={`/grants/${id}`} className="text-accent-fg underline">
        {name}
      </Link>
      , {status}
      {expiresAt ? (
        <>
          {' '}
          until <ExactTime at={expiresAt} format="date" />
        </>
      ) : (
        ''
      )}
      : {shared} of {plural(count, 'permission')} {shared === 1 ? 'stays' : 'stay'} when this ends.
    </p>
  ))
}

/** Who could act through the actor once it is approved, and what other grants would still give. */
export function ReachSection() {
  const { item, figures, isTouched, draft } = useOffer()
  const { actor, measure, children, overlaps } = item
  const reached = useChildren()
  const isCut = draft.depth === 0
  const title = children.length > 0 ? 'If approved, these also get access' : 'What other grants give already'
  if (!actor || (children.length === 0 && overlaps.length === 0)) return null
  const nodes = reached.map(({ child, keys }) => ({
    id: child.id,
    label: <Named kind={child.kind} name={child.name} href={`/identities/${child.id}`} />,
    note: isCut || keys.length === 0 ? 'stays without any of it' : keys.slice(0, 3).join(', '),
    cells: [isCut || keys.length === 0 ? '×' : plural(keys.length, 'permission')],
  }))
  const root = {
    id: actor.id,
    label: <Named kind={actor.kind} name={actor.name} href={`/identities/${actor.id}`} />,
    cells: [`breadth ${(isTouched ? figures.breadth : measure?.asked) ?? 'unknown'}`],
    children: nodes,
  }
  return (
    <section aria-labelledby="reach" className="border-b border-line px-4 pt-3.5 pb-3 md:px-6">
      <SectionHead id="reach" title={title} />
      {children.length > 0 ? <Tree label="Who gets access" nodes={[root]} /> : null}
      <Overlaps />
    </section>
  )
}
