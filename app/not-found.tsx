import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** No page here, or none that the reader's role shows. */
export default function NotFound() {
  return (
    <div className="page-inset py-8">
      <EmptyState
        title={<h1 className="text-16">There is nothing here</h1>}
        action={<ButtonLink href="/">Go to Overview</ButtonLink>}
      >
        It was removed, never existed, or belongs to another organisation.
      </EmptyState>
    </div>
  )
}
