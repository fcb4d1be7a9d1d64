'use client'
import { useTransition } from 'react'
import { toast } from 'sonner'
import { useRevocationToast } from '@/components/session/revoke-button'
import { Button } from '@/components/ui/button'
import { endMyAccess } from './actions'

type Props = { name: string; grantId?: string; sessionId?: string }

const REASON = 'Ended by the person in whose name it was.'

/** One click, and it ends: with a receipt, where sessions ended with it. */
export function EndButton({ name, grantId, sessionId }: Props) {
  const [isBusy, start] = useTransition()
  const tell = useRevocationToast(grantId ? { grantIds: [grantId] } : { sessionIds: [sessionId ?? ''] })
  const end = () =>
    start(async () => {
      const answer = await endMyAccess({ grantId, sessionId, reason: REASON })
      if (!answer.ok) toast(answer.problem.message)
      else if (answer.value.revocationId) tell(answer.value)
      else toast(`${name} is over`)
    })
  return (
    <Button variant="ends" size="sm" disabled={isBusy} onClick={end} aria-label={`End ${name}`}>
      End
    </Button>
  )
}
