import { useRef } from 'react'

/** Hands the keyboard back to whatever opened a dialog. Radix does so only for a dialog that has a trigger of its own, and ours
 *  are opened by a row, a menu or a button elsewhere. `onCloseAutoFocus` is for the dialog's content. */
export function useReturnFocus(open: boolean) {
  const opener = useRef<Element | null>(null)
  const wasOpen = useRef(false)
  if (open && !wasOpen.current && typeof document !== 'undefined') opener.current = document.activeElement
  wasOpen.current = open
  return (event: Event) => {
    if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return
    event.preventDefault()
    opener.current.focus()
  }
}
