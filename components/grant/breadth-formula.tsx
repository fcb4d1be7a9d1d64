import { BreadthExplanation } from '@/components/grant/breadth-explanation'

/** The explanation of breadth, folded away under a page's figures. */
export function BreadthFormula() {
  return (
    <details className="text-12">
      <summary className="cursor-pointer text-accent-fg">How breadth is computed</summary>
      <BreadthExplanation />
    </details>
  )
}
