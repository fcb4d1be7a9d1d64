import { SectionHead } from '@/components/ui/section-head'
import type { Operation } from '@/lib/operations/operation'
import { OperationItem } from './operation-item'

/** All that can be done with one noun. */
export function NounSection({ noun, operations }: { noun: string; operations: readonly Operation[] }) {
  return (
    <section aria-labelledby={noun} className="page-inset mt-6 border-t border-line pt-4">
      <SectionHead id={noun} title={noun} note={String(operations.length)} />
      <ul>
        {operations.map((operation) => (
          <OperationItem key={operation.id} operation={operation} />
        ))}
      </ul>
    </section>
  )
}
