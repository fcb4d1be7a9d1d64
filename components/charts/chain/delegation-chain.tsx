'use client'
import { useRef } from 'react'
import { Surface } from 'recharts'
import { useWidth } from '../use-width'
import type { Chain } from './chain'
import { ChainBands } from './chain-bands'
import { layoutChain } from './chain-layout'
import { ChainList } from './chain-list'
import { ChainNodes } from './chain-nodes'

/** Narrower than this the boxes would touch: the list is shown instead. */
const NARROWEST = 900

/**
 * Who acts for whom, left to right: principal, grant, actor, child actors, systems. Band width is breadth at one scale, so
 * it can be seen only to get thinner. On the phone, and where there is no room, an indented list.
 */
export function DelegationChain({ chain, label }: { chain: Chain; label: string }) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame, 1184)
  const { nodes, bands, pitch, height } = layoutChain(chain, width)
  return (
    <div ref={frame}>
      {width < NARROWEST ? (
        <ChainList chain={chain} />
      ) : (
        <div className="mt-2 max-md:hidden">
          <Surface
            width={width}
            height={height}
            viewBox={{ x: 0, y: 0, width, height }}
            role="group"
            aria-label={label}
            className="max-w-full overflow-visible"
          >
            {chain.headings.map((heading, column) => (
              <text key={heading} x={column * pitch} y={11} className="fill-fg-3 text-12">
                {heading}
              </text>
            ))}
            <ChainBands bands={bands} pitch={pitch} />
            <ChainNodes nodes={nodes} />
          </Surface>
        </div>
      )}
    </div>
  )
}

/** The keys of the chain's colours. Stands in the section's head. */
export function ChainKeys() {
  return (
    <span className="flex flex-wrap items-center gap-x-4 text-12 text-fg-3">
      <span className="flex items-center gap-1.5">
        <i aria-hidden="true" className="h-2 w-3 rounded-[1px] bg-unused" />
        granted
      </span>
      <span className="flex items-center gap-1.5">
        <i aria-hidden="true" className="h-2 w-3 rounded-[1px] bg-used" />
        used
      </span>
      <span className="flex items-center gap-1.5">
        <i aria-hidden="true" className="w-3 border-t-[1.5px] border-dashed border-danger" />
        refused
      </span>
      <span className="max-md:hidden">Band width is breadth: it may only get thinner</span>
    </span>
  )
}
