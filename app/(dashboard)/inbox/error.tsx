'use client'
import type { BoundaryProps } from '@/components/ui/retry-strip'
import { UnreadList } from '@/components/ui/unread-list'

/** The inbox could not be read. */
export default function InboxError(props: BoundaryProps) {
  return <UnreadList title="Inbox" {...props} />
}
