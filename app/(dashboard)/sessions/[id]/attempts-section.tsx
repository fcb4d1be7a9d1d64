import { RefusedAttempts } from '@/components/attempt/refused-attempts'
import type { AttemptRow } from '@/lib/domain/attempt'
import type { Page } from '@/lib/domain/page'
import { hrefWith } from '../search-params'

type Props = { id: string; attempts: Page<AttemptRow>; query: Record<string, string | undefined>; now: Date }

/** What was refused to the session: what its actor asked for meanwhile, and what was asked with its token. */
export function AttemptsSection({ id, attempts, query, now }: Props) {
  const hrefOf = (change: Record<string, string | null>) => `${hrefWith(`/sessions/${id}`, query, change)}#refused`
  return (
    <div className="border-b border-line">
      <RefusedAttempts page={attempts} now={now} hrefOf={hrefOf} none="Nothing was refused to it." />
    </div>
  )
}
