'use client'
import { CirclePlay } from 'lucide-react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { resumeTheIdentity } from '../actions'

/** Lets a suspended identity go on. */
export function ResumeButton({ identity }: { identity: { id: string; name: string } }) {
  const resume = async () => {
    const answer = await resumeTheIdentity({ identityId: identity.id, reason: 'Resumed on its page.' })
    toast(answer.ok ? `Resumed ${identity.name}` : answer.problem.message)
  }
  return (
    <Button icon={<CirclePlay aria-hidden="true" />} onClick={() => void resume()}>
      Resume
    </Button>
  )
}
