'use client'
import { CircleQuestionMark } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'
import { Popover } from '@/components/ui/popover'
import { BREADTH_FORMULA } from '@/lib/domain/breadth'

/** How the breadth of this page is computed, in the words that stand beside the formula itself. */
export function BreadthFormula() {
  const trigger = (
    <IconButton label="How breadth is computed" className="-my-1">
      <CircleQuestionMark aria-hidden="true" />
    </IconButton>
  )
  return (
    <Popover label="How breadth is computed" trigger={trigger}>
      <div className="w-90 max-w-[calc(100vw-48px)] text-13 font-normal">
        <p className="mb-1 font-medium">How this is computed</p>
        <ul className="list-disc space-y-1 pl-4 text-fg-2">
          {BREADTH_FORMULA.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
    </Popover>
  )
}
