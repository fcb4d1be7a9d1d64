import type { Chain, ChainLink, ChainNode } from '@/components/charts/chain/chain'
import { LIVE_STATUSES } from '@/lib/domain/delegated-session'
import { formatClock, formatDate, plural } from '@/lib/format'
import type { ChainSession, DelegationChain } from '@/lib/queries/get-delegation-chain'

const MOST_PARENTS = 2

const breadthWords = (breadth: number | null, used: number | null) =>
  breadth === null ? 'Breadth unknown' : `Breadth ${breadth}${used === null ? '' : `, used ${used}`}`

const isLive = ({ status }: Pick<ChainSession, 'status'>) => (LIVE_STATUSES as readonly string[]).includes(status)

function stateOf(session: ChainSession): ChainNode['state'] {
  if (session.status === 'revoking') return 'late'
  return isLive(session) ? undefined : 'dead'
}

function grantNode(grant: NonNullable<DelegationChain['grant']>, zone: string): ChainNode {
  const count = grant.grantedCount === null ? 'Permissions unknown' : plural(grant.grantedCount, 'permission')
  const until = grant.expiresAt ? `Until ${formatDate(grant.expiresAt, zone)}` : 'Standing, no end'
  const lines = [count, grant.status === 'active' ? until : `Grant ${grant.status}`]
  return { id: grant.id, column: 1, kind: 'grant', name: grant.name, lines, href: `/grants/${grant.id}` }
}

function parentNode(parent: ChainSession, column: number): ChainNode {
  const lines = [breadthWords(parent.breadth, parent.usedBreadth), parent.status]
  const { id, actor } = parent
  return { id, column, kind: actor.kind, name: actor.name, lines, href: `/sessions/${id}`, state: stateOf(parent) }
}

function selfNode({ self }: DelegationChain, column: number): ChainNode {
  const ending = self.status === 'revoking' ? { word: self.status, text: 'gets no new token' } : undefined
  const lines = [breadthWords(self.breadth, self.usedBreadth), ...(isLive(self) ? [] : [self.status])]
  return { id: self.id, column, kind: self.actor.kind, name: self.actor.name, lines, state: 'me', status: ending }
}

function childParts(chain: DelegationChain, column: number) {
  const nodes = chain.children.map((child): ChainNode => {
    const name = child.count > 1 ? `${child.actor.name} ×${child.count}` : child.actor.name
    const lines = [child.live > 0 ? `${child.live} live` : 'Ended']
    const state = child.live > 0 ? undefined : 'dead'
    return { id: child.id, column, kind: child.actor.kind, name, lines, href: `/sessions/${child.id}`, state }
  })
  const links = chain.children.flatMap((child): ChainLink[] => {
    const { breadth, usedBreadth: used } = child
    const state = child.live > 0 ? undefined : 'cut'
    const link = { breadth, used, state } as const
    return [
      { ...link, from: chain.self.id, to: child.id, of: chain.self.breadth ?? undefined },
      { ...link, from: child.id, to: child.system.id },
    ]
  })
  return { nodes, links }
}

function systemNodes(chain: DelegationChain, column: number, zone: string): ChainNode[] {
  const systems = new Map([chain.self, ...chain.children].map(({ system }) => [system.id, system]))
  const isLate = chain.self.status === 'revoking'
  return [...systems.values()].map(({ id, name }) => {
    const late = isLate && id === chain.self.system.id
    const until = chain.self.expiresAt ? `until ${formatClock(chain.self.expiresAt, zone)}` : 'without an end'
    const lines = late ? [`May accept ${until}`] : undefined
    return { id, column, kind: 'system', name, lines, href: `/systems/${id}`, state: late ? 'late' : undefined }
  })
}

function refusedParts(chain: DelegationChain, column: number, zone: string) {
  const parts = chain.refused.map(({ at, system, code, message }, index) => {
    const id = `refused-${index}`
    const node: ChainNode = { id, column, kind: 'system', name: system?.name ?? 'another session', state: 'refused' }
    const why = (message ?? code).slice(0, 60)
    const link: ChainLink = {
      from: chain.self.id,
      to: id,
      breadth: null,
      state: 'refused',
      when: formatClock(at, zone),
      why,
    }
    return { node, link }
  })
  return { nodes: parts.map((part) => part.node), links: parts.map((part) => part.link) }
}

/** The links from the principal down to the session itself. */
function lineLinks(line: readonly ChainNode[], chain: DelegationChain): ChainLink[] {
  const sessions = new Map([...chain.parents, chain.self].map((session) => [session.id, session]))
  let above: number | undefined
  return line.slice(1).map((node, index) => {
    const session = sessions.get(node.id)
    const breadth = session ? session.breadth : (chain.grant?.breadth ?? null)
    const state = session && !isLive(session) ? 'cut' : undefined
    const link: ChainLink = {
      from: line[index]?.id ?? '',
      to: node.id,
      breadth,
      used: session?.usedBreadth,
      of: above,
      state,
    }
    above = breadth ?? undefined
    return link
  })
}

function ownLink({ self }: DelegationChain): ChainLink {
  const { id, system, breadth, usedBreadth: used } = self
  return { from: id, to: system.id, breadth, used, state: isLive(self) ? undefined : 'cut' }
}

/** The delegation chain as the chart draws it: one column for each link of the line, then children and systems. `zone`:
 *  of the times in it. */
export function sessionChain(chain: DelegationChain, zone: string): Chain {
  const parents = chain.parents.slice(-MOST_PARENTS)
  const root = chain.parents[0] ?? chain.self
  const hidden = chain.parents.length - parents.length
  const { principal } = root
  const first: ChainNode = {
    id: principal.id,
    column: 0,
    kind: principal.kind,
    name: principal.name,
    href: `/identities/${principal.id}`,
  }
  if (hidden > 0) first.lines = [`${plural(hidden, 'session')} between, not drawn`]
  const middle = [
    ...(chain.grant ? [grantNode(chain.grant, zone)] : []),
    ...parents.map((parent) => parentNode(parent, 0)),
  ]
  const line = [first, ...middle].map((node, column) => ({ ...node, column }))
  const self = selfNode(chain, line.length)
  const hasChildren = chain.children.length > 0
  const children = childParts(chain, self.column + 1)
  const last = self.column + (hasChildren ? 2 : 1)
  const refused = refusedParts(chain, last, zone)
  return {
    headings: [
      'Principal',
      ...(chain.grant ? ['Grant'] : []),
      ...parents.map((_, index) => (index === parents.length - 1 ? 'Parent' : 'Parent of the parent')),
      'Actor, this session',
      ...(hasChildren ? ['Children'] : []),
      'Systems',
    ],
    nodes: [...line, self, ...children.nodes, ...systemNodes(chain, last, zone), ...refused.nodes],
    links: [...lineLinks([...line, self], chain), ...children.links, ownLink(chain), ...refused.links],
  }
}
