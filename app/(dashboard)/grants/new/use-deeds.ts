import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import type { RequestForm } from '@/lib/domain/request-form'
import { discardTheDraft, saveTheDraft, sendTheRequest } from './actions'

const SENT = {
  pending: 'Asked for. You are told when it is decided.',
  active: 'Approved by a rule: it stands now.',
  denied: 'Denied by a rule',
  narrowed: 'Narrowed: it holds from now on.',
} as const

type Input = { form: RequestForm; draftId: string | null; endSessions: boolean }

/** What can be done with the form: send it, keep it, throw it away. */
export function useDeeds({ form, draftId: begun, endSessions }: Input) {
  const router = useRouter()
  const { problem, isBusy, ask } = useAnswer()
  const [draftId, setDraftId] = useState(begun)
  const send = async () => {
    const sent = await ask(sendTheRequest({ form, draftId, endSessions }))
    if (!sent) return
    toast(sent.status === 'denied' ? (sent.reason ?? SENT.denied) : SENT[sent.status])
    router.push(`/grants/${sent.grantId}#requests`)
  }
  const save = async () => {
    const saved = await ask(saveTheDraft({ draftId, form }))
    if (!saved) return
    setDraftId(saved.draftId)
    window.history.replaceState(null, '', `/grants/new?draft=${saved.draftId}`)
    toast('Kept as a draft. Only you see it.')
  }
  const discard = async () => {
    if (draftId && !(await ask(discardTheDraft({ draftId })))) return
    router.push('/grants')
  }
  return { problem, isBusy, draftId, send, save, discard }
}
