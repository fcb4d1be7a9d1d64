import { pageZone } from '@/app/(dashboard)/page-zone'
import { ChainKeys, DelegationChain } from '@/components/charts/chain/delegation-chain'
import { SectionHead } from '@/components/ui/section-head'
import type { GrantDetail } from '@/lib/queries/get-grant'
import { grantChain } from './grant-chain'

/** Who acts for whom by this grant, down to the systems. */
export async function ChainSection({ grant }: { grant: GrantDetail }) {
  return (
    <section aria-labelledby="chain" className="page-inset border-b border-line pt-4 pb-4">
      <SectionHead id="chain" title="Delegation chain" end={<ChainKeys />} />
      <DelegationChain chain={grantChain(grant, await pageZone())} label="Delegation chain" />
    </section>
  )
}
