import { OwnerCell } from '@/components/ui/owner-cell'
import type { FindingRow } from '@/lib/domain/finding-row'

/** Who answers for what a finding is about; an owner who left is told as such. */
export function FindingOwner({ owner }: Pick<FindingRow, 'owner'>) {
  if (!owner?.hasDeparted) return <OwnerCell owner={owner?.name ?? null} />
  return <span className="text-high-fg">{owner.name}, left</span>
}
