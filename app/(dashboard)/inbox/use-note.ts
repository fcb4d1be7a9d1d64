'use client'
import { useEffect, useState } from 'react'

const keyOf = (approvalId: string) => `remit-note-${approvalId}`

/** The note on a question. `keep` holds it over a sign-in: this tab finds it again when it comes back. */
export function useNote(approvalId: string) {
  const [note, setNote] = useState('')
  useEffect(() => {
    const kept = sessionStorage.getItem(keyOf(approvalId))
    sessionStorage.removeItem(keyOf(approvalId))
    if (kept) setNote(kept)
  }, [approvalId])
  return { note, setNote, keep: (words: string) => sessionStorage.setItem(keyOf(approvalId), words) }
}
