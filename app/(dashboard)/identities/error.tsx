'use client'
import type { BoundaryProps } from '@/components/ui/retry-strip'
import { UnreadList } from '@/components/ui/unread-list'

/** The list could not be read. */
export default function IdentitiesError(props: BoundaryProps) {
  return <UnreadList title="Identities" {...props} />
}
