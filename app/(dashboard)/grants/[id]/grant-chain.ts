import type { Chain, ChainLink, ChainNode } from '@/components/charts/chain/chain'
import { formatDay, plural } from '@/lib/format'
import type { GrantDetail } from '@/lib/queries/get-grant'

function standing({ status, expiresAt }: GrantDetail, zone: string): string {
  if (status !== 'active') return status
  return expiresAt ? `Standing until ${formatDay(expiresAt, zone)}` : 'Standing without an end'
}

function partyOf(party: GrantDetail['actor'], column: number, lines: string[]): ChainNode {
  const { id, kind, name, hasLeft } = party
  return { id, column, kind, name, lines: hasLeft ? ['has left'] : lines, href: `/identities/${id}` }
}

function systemOf({ system, environment, permissionCount }: GrantDetail['targets'][number]): ChainNode {
  const count = permissionCount === null ? 'permissions unknown' : plural(permissionCount, 'permission')
  const lines = [`Tier ${system.tier}, ${environment}`, count]
  return { id: system.id, column: 3, kind: 'system', name: system.name, lines, href: `/systems/${system.id}` }
}

function linksOf(grant: GrantDetail): ChainLink[] {
  const { breadth, use } = grant
  return [
    { from: grant.principal.id, to: grant.id, breadth, used: use.narrowed },
    { from: grant.id, to: `actor:${grant.actor.id}`, breadth, used: use.narrowed },
    ...grant.targets.map((target) => ({
      from: `actor:${grant.actor.id}`,
      to: target.system.id,
      breadth: target.breadth,
      used: target.usedBreadth,
    })),
  ]
}

/** Principal → grant → actor → systems. The actor's node has an id of its own, since one may act for itself. */
export function grantChain(grant: GrantDetail, zone: string): Chain {
  const count = grant.use.granted
  const held = count === null ? 'permissions unknown' : plural(count, 'permission')
  const me: ChainNode = {
    id: grant.id,
    column: 1,
    kind: 'grant',
    name: grant.name,
    lines: [`${held}, ${plural(grant.targets.length, 'system')}`, standing(grant, zone)],
    state: 'me',
  }
  const actor = partyOf(grant.actor, 2, [plural(grant.sessions.live, 'live session')])
  return {
    headings: ['Principal', 'Grant', 'Actor', 'Systems'],
    nodes: [
      partyOf(grant.principal, 0, []),
      me,
      { ...actor, id: `actor:${grant.actor.id}` },
      ...grant.targets.slice(0, 8).map(systemOf),
    ],
    links: linksOf(grant),
  }
}
