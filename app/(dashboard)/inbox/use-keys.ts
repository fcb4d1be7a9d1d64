'use client'
import { useEffect, useLayoutEffect, useRef } from 'react'

/** A ticked box is not typed into: keys work from there, too. */
const TYPED_INTO =
  'input:not([type=checkbox], [type=radio]), textarea, select, [role=combobox], [role=listbox], [role=dialog], [role=menu]'
const isTaken = (target: EventTarget | null) => target instanceof HTMLElement && target.closest(TYPED_INTO) !== null

/** Calls what stands under the key that was pressed, wherever the focus is but in what one types into or a dialog. */
export function useKeys(keys: Record<string, (() => void) | undefined>) {
  const latest = useRef(keys)
  useLayoutEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTaken(event.target)) return
      if (document.querySelector('[role=dialog]')) return
      const act = latest.current[event.key.toLowerCase()]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
