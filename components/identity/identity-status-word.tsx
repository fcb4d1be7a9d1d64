import { UserRoundX } from 'lucide-react'
import { Status } from '@/components/ui/status'
import type { IdentityStatus } from '@/lib/domain/life'

/** An identity's status; one that departed is grey, as what has ended is. */
export function IdentityStatusWord({ status }: { status: IdentityStatus }) {
  if (status !== 'departed') return <Status word={status} />
  return (
    <span className="inline-flex items-center gap-1.25 whitespace-nowrap text-status-revoked-fg">
      <UserRoundX aria-hidden="true" className="size-3" strokeWidth={1.75} />
      departed
    </span>
  )
}
