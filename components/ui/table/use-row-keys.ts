import type { KeyboardEvent } from 'react'

type Choose = {
  /** Turns a row round, or selects those between two; missing where rows cannot be selected. */
  toggle?: (index: number) => void
  extend?: (from: number, to: number) => void
  clear: () => void
}

const STEPS: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }

function isTyping(target: EventTarget) {
  return (
    target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select, [role=menuitem]')
  )
}

function focusRow(table: HTMLElement, index: number) {
  const row = table.querySelector<HTMLElement>(`tr[data-index="${index}"]`)
  const link = row?.querySelector<HTMLElement>('[data-row-link]')
  const target = link ?? row?.querySelector<HTMLElement>('input[type=checkbox]')
  target?.focus()
  row?.scrollIntoView({ block: 'nearest' })
}

/**
 * The keys of a list, heard while focus is inside it: j, k and the arrows move, with shift they extend the selection,
 * x selects, Escape clears. Enter follows the row's link by itself.
 */
export function useRowKeys(count: number, { toggle, extend, clear }: Choose) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('tr[data-index]') : null
    const index = row ? Number(row.dataset.index) : -1
    const step = STEPS[event.key]
    if (step) {
      const next = Math.min(count - 1, Math.max(0, index + step))
      event.preventDefault()
      if (event.shiftKey && index >= 0) extend?.(index, next)
      focusRow(event.currentTarget, next)
    }
    if (event.key === 'x' && index >= 0) toggle?.(index)
    if (event.key === 'Escape') clear()
  }
}
