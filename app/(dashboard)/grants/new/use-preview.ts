import { useEffect, useState } from 'react'
import type { RequestForm } from '@/lib/domain/request-form'
import type { RequestPreview } from '@/lib/domain/request-preview'
import { previewTheRequest } from './actions'

const PAUSE_MILLISECONDS = 350

/** What the form would come to, asked for when typing pauses; an answer that comes late for an older form is dropped, and the
 *  last one stays in sight (`isStale`) until the next is there. */
export function usePreview(form: RequestForm) {
  const [told, setTold] = useState<{ of: RequestForm; preview: RequestPreview } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(async () => {
      const answer = await previewTheRequest(form)
      if (!isCurrent) return
      setProblem(answer.ok ? null : answer.problem.message)
      if (answer.ok) setTold({ of: form, preview: answer.value })
    }, PAUSE_MILLISECONDS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [form])
  return { preview: told?.preview ?? null, isStale: told?.of !== form, problem }
}
