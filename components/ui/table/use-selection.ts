'use client'
import type { RowSelectionState } from '@tanstack/react-table'
import { useRef, useState } from 'react'

/** A row of the table, as selecting needs it. */
type Selectable = { id: string }

function turned(old: RowSelectionState, id: string): RowSelectionState {
  const { [id]: was, ...others } = old
  return was ? others : { ...others, [id]: true }
}

/**
 * Which rows of a page are selected, by id. A click turns one round; with shift, and with shift and the arrows, all
 * between the last one touched and this one are selected.
 */
export function useSelection() {
  const [selection, setSelection] = useState<RowSelectionState>({})
  const anchor = useRef(0)
  const add = (rows: Selectable[]) =>
    setSelection((old) => ({ ...old, ...Object.fromEntries(rows.map((row) => [row.id, true])) }))
  const over = (rows: Selectable[]) => {
    const extend = (from: number, to: number) => add(rows.slice(Math.min(from, to), Math.max(from, to) + 1))
    const toggle = (index: number, range = false) => {
      const row = rows[index]
      if (range) extend(anchor.current, index)
      else if (row) setSelection((old) => turned(old, row.id))
      anchor.current = index
    }
    return { toggle, extend, all: () => add(rows), clear: () => setSelection({}) }
  }
  return { selection, setSelection, over }
}
