'use client'
import { type BoundaryProps, UnreadList } from '@/components/ui/unread-list'

/** The list could not be read. */
export default function IdentitiesError(props: BoundaryProps) {
  return <UnreadList title="Identities" {...props} />
}
