'use client'
import { Search } from 'lucide-react'
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { Kbd } from '../kbd'

function isFree(event: KeyboardEvent) {
  const { target } = event
  const typing = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
  return !typing && !event.metaKey && !event.ctrlKey && !event.altKey
}

/** Gives focus to an input when / is pressed where nothing is typed. */
function useSlashKey(input: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const find = (event: KeyboardEvent) => {
      if (event.key !== '/' || !isFree(event)) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', find)
    return () => document.removeEventListener('keydown', find)
  }, [input])
}

const BOX =
  'peer h-7 w-40 rounded-md border border-line-strong bg-surface pr-7 pl-7 text-13 placeholder:text-fg-2 focus-visible:rounded-md max-md:h-8 [&::-webkit-search-cancel-button]:hidden'
const GLASS = 'pointer-events-none absolute left-2 size-3.5 text-fg-3'

/** Words looked for in the list (`q` in the URL). The key / goes there. */
export function FindInList({ value, onChange }: { value: string; onChange: (value: string | null) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [draft, setDraft] = useState(value)
  useEffect(() => setDraft(value), [value])
  useSlashKey(input)
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    if (draft.trim() !== value) onChange(draft.trim() || null)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not in every browser yet
    <form role="search" onSubmit={send} className="relative flex shrink-0 items-center">
      <Search aria-hidden="true" strokeWidth={1.75} className={GLASS} />
      <input
        ref={input}
        type="search"
        aria-label="Find in list"
        placeholder="Find in list"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => send()}
        className={BOX}
      />
      <span className="pointer-events-none absolute right-2 peer-focus:hidden max-md:hidden">
        <Kbd>/</Kbd>
      </span>
    </form>
  )
}
