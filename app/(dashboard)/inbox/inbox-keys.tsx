'use client'
import { useRouter } from 'next/navigation'
import { useKeys } from './use-keys'

/** J and K: to the next and to the one before. `previous` and `next` are addresses; null where the list ends. */
export function InboxKeys({ previous, next }: { previous: string | null; next: string | null }) {
  const router = useRouter()
  const go = (href: string | null) => (href ? () => router.push(href, { scroll: false }) : undefined)
  useKeys({ j: go(next), k: go(previous) })
  return null
}
