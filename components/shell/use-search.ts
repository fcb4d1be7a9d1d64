'use client'
import { useEffect, useState } from 'react'

/** Something the palette found: where it is, its name, and a word on what it is (`identity`, `ses_01kq…`). */
export type Found = { href: string; label: string; note?: string }
/** Looks for words among what the member may see: a server action. */
export type Search = (words: string) => Promise<Found[]>

const PAUSE_MS = 150

/** Asks `search` for the words once typing pauses; the answer to words no longer typed is dropped. */
export function useSearch(words: string, search?: Search) {
  const [found, setFound] = useState<Found[]>([])
  useEffect(() => {
    let current = true
    const timer = setTimeout(async () => {
      const answer = search && words.trim().length > 1 ? await search(words.trim()).catch(() => []) : []
      if (current) setFound(answer)
    }, PAUSE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [words, search])
  return found
}
