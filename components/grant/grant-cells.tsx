import { OwnerCell } from '@/components/ui/owner-cell'
import type { GrantRow } from '@/lib/domain/grant-row'

/** The systems a grant reaches, by name: the first, and how many more. */
export function SystemsCell({ systems }: { systems: GrantRow['systems'] }) {
  const [first, ...more] = systems
  if (!first) return <span className="text-fg-3">not reported</span>
  if (more.length === 0) return <>{first.name}</>
  return (
    <span title={systems.map((system) => system.name).join(', ')}>
      {first.name} <span className="text-fg-3">+{more.length}</span>
    </span>
  )
}

/** Who answers for it; one who left is as good as none, and is named so that somebody can take over. */
export function GrantOwnerCell({ owner }: { owner: { name: string; hasLeft: boolean } | null }) {
  if (!owner) return <OwnerCell owner={null} />
  if (!owner.hasLeft) return <OwnerCell owner={owner.name} />
  return (
    <span title={`${owner.name} has left`}>
      <OwnerCell owner={null} />
      <span className="text-fg-3">, {owner.name} left</span>
    </span>
  )
}
