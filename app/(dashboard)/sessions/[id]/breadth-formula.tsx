'use client'
import { CircleQuestionMark } from 'lucide-react'
import { BreadthExplanation } from '@/components/grant/breadth-explanation'
import { IconButton } from '@/components/ui/icon-button'
import { Popover } from '@/components/ui/popover'

/** The explanation of breadth, in a popover beside the figure. */
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
        <BreadthExplanation />
      </div>
    </Popover>
  )
}
