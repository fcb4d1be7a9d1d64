'use client'
import { useEffect } from 'react'
import { markRead } from './actions'

/** Notes that a question was opened, once it stands on the screen: what is only prefetched is not read. */
export function ReadMark({ approvalId }: { approvalId: string }) {
  useEffect(() => {
    markRead({ approvalId }).catch(() => undefined)
  }, [approvalId])
  return null
}
