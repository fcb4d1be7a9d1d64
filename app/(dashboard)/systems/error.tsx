'use client'
import { type BoundaryProps, UnreadList } from '@/components/ui/unread-list'

/** The list could not be read. */
export default function SystemsError(props: BoundaryProps) {
  return <UnreadList title="Systems" {...props} />
}
