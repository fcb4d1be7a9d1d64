'use client'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react'
import { Input } from '@/components/ui/input'
import { FLOATING } from '@/components/ui/popover'

type Answer<T> = { ok: true; value: T[] } | { ok: false; problem: { message: string } }
type Props<T> = {
  label: string
  placeholder: string
  find: (input: { words: string }) => Promise<Answer<T>>
  idOf: (found: T) => string
  show: (found: T) => ReactNode
  onPick: (found: T) => void
  autoFocus?: boolean
}

const PAUSE_MILLISECONDS = 150

/** Looks for things as words are typed, once the list is open; late answers for older words are dropped. */
function useFound<T>(find: Props<T>['find'], words: string, isOpen: boolean) {
  const [found, setFound] = useState<T[] | null>(null)
  useEffect(() => {
    if (!isOpen) return
    let isCurrent = true
    const timer = setTimeout(async () => {
      const answer = await find({ words })
      if (isCurrent && answer.ok) setFound(answer.value)
    }, PAUSE_MILLISECONDS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [find, words, isOpen])
  return found
}

function useKeys(count: number, pick: (index: number) => void, close: () => void) {
  const [at, setAt] = useState(0)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && count > 0) setAt((at + step + count) % count)
    else if (event.key === 'Enter' && count > 0) pick(Math.min(at, count - 1))
    else if (event.key === 'Escape') return close()
    else return
    event.preventDefault()
  }
  return { at: Math.min(at, Math.max(0, count - 1)), setAt, onKeyDown }
}

type ChoicesProps<T> = Pick<Props<T>, 'label' | 'idOf' | 'show'> & {
  id: string
  list: T[]
  at: number
  setAt: (at: number) => void
  pick: (index: number) => void
}

function Choices<T>({ id, label, list, at, setAt, pick, idOf, show }: ChoicesProps<T>) {
  return (
    <div id={id} role="listbox" aria-label={label} className={`${FLOATING} absolute inset-x-0 top-full mt-1 p-1`}>
      {list.map((each, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the line above
        <div
          key={idOf(each)}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onMouseDown={(event) => event.preventDefault()}
          onMouseEnter={() => setAt(index)}
          onClick={() => pick(index)}
          className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 aria-selected:bg-surface-hover max-md:min-h-11"
        >
          {show(each)}
        </div>
      ))}
      {list.length === 0 ? <p className="px-2 py-1.5 text-fg-2">Nothing here has that in its name.</p> : null}
    </div>
  )
}

/** A line one types into, with what is found below it: arrows and Enter choose, Esc closes. */
export function Picker<T>({ label, placeholder, find, idOf, show, onPick, autoFocus }: Props<T>) {
  const id = useId()
  const [words, setWords] = useState('')
  const [isOpen, setOpen] = useState(false)
  const found = useFound(find, words, isOpen)
  const list = found ?? []
  const pick = (index: number) => {
    const chosen = list[index]
    if (!chosen) return
    setOpen(false)
    setWords('')
    onPick(chosen)
  }
  const { at, setAt, onKeyDown } = useKeys(list.length, pick, () => setOpen(false))
  return (
    <div className="relative">
      <Input
        role="combobox"
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-activedescendant={isOpen && list.length > 0 ? `${id}-${at}` : undefined}
        autoComplete="off"
        autoFocus={autoFocus}
        placeholder={placeholder}
        value={words}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setWords(event.target.value)
          setAt(0)
          setOpen(true)
        }}
      />
      {isOpen && found ? <Choices {...{ id, label, list, at, setAt, pick, idOf, show }} /> : null}
    </div>
  )
}
