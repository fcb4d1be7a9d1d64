import { PencilLine } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button'

/** The way to the editor. */
export function ProposeLink() {
  return (
    <ButtonLink href="/policies/edit" size="sm" icon={<PencilLine aria-hidden="true" />}>
      Propose a change
    </ButtonLink>
  )
}
