'use client'
import { useTransition } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { withdrawTheRequest } from '../new/actions'

/** Takes a request back while it waits. */
export function WithdrawRequest({ approvalId }: { approvalId: string }) {
  const [isBusy, start] = useTransition()
  const withdraw = () =>
    start(async () => {
      const answer = await withdrawTheRequest({ approvalId })
      toast(answer.ok ? 'Withdrawn. Nobody is asked any more.' : answer.problem.message)
    })
  return (
    <Button size="sm" disabled={isBusy} onClick={withdraw}>
      Withdraw
    </Button>
  )
}
