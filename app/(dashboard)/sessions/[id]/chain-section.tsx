import { pageZone } from '@/app/(dashboard)/page-zone'
import { ChainKeys, DelegationChain as Chart } from '@/components/charts/chain/delegation-chain'
import { SectionHead } from '@/components/ui/section-head'
import type { DelegationChain } from '@/lib/queries/get-delegation-chain'
import { sessionChain } from './session-chain'

function inWords({ parents, self, grant, children }: DelegationChain): string {
  const names = [...parents, self].map((session) => session.actor.name)
  const under = children.map((child) => child.actor.name)
  const principal = (parents[0] ?? self).principal.name
  return `Delegation chain: ${[principal, grant?.name, ...names].filter(Boolean).join(', then ')}${under.length > 0 ? `, with children ${under.join(', ')}` : ''}, on ${self.system.name}`
}

/** Who acts for whom, left to right. */
export async function ChainSection({ chain }: { chain: DelegationChain }) {
  return (
    <section aria-labelledby="chain" className="page-inset border-b border-line pt-4 pb-3">
      <SectionHead id="chain" title="Delegation chain" end={<ChainKeys />} />
      <Chart chain={sessionChain(chain, await pageZone())} label={inWords(chain)} />
    </section>
  )
}
