'use client'
import { type BoundaryProps, UnreadList } from '@/components/ui/unread-list'

/** The inbox could not be read. */
export default function InboxError(props: BoundaryProps) {
  return <UnreadList title="Inbox" {...props} />
}
