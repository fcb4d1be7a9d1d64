'use client'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { endTheAbsence } from './actions'

/** Ends an absence at once: whoever is back votes themselves. */
export function EndAbsence({ absenceId, name }: { absenceId: string; name: string }) {
  const { problem, isBusy, ask } = useAnswer()
  const end = async () => {
    if (await ask(endTheAbsence({ absenceId }))) toast(<span>{`${name} is back`}</span>)
  }
  return (
    <span className="flex items-center gap-2">
      {problem ? (
        <span role="alert" className="text-12 text-danger-fg">
          {problem.message}
        </span>
      ) : null}
      <Button size="sm" disabled={isBusy} onClick={() => void end()}>
        End it now
      </Button>
    </span>
  )
}
