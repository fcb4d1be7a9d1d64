'use client'
import { createContext, type ReactNode, use, useState } from 'react'

type Selection = { ids: ReadonlySet<string>; toggle: (id: string) => void; clear: () => void }

const Context = createContext<Selection | null>(null)

/** Holds which questions are selected while one goes from question to question, each a page of its own. */
export function SelectionProvider({ children }: { children: ReactNode }) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const toggle = (id: string) =>
    setIds((old) => {
      const changed = new Set(old)
      if (!changed.delete(id)) changed.add(id)
      return changed
    })
  return <Context value={{ ids, toggle, clear: () => setIds(new Set()) }}>{children}</Context>
}

export function useSelection(): Selection {
  const selection = use(Context)
  if (!selection) throw new Error('questions are selected within the inbox')
  return selection
}
