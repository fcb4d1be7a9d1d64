'use client'
import { createContext, type ReactNode, useContext } from 'react'
import type { SavedView } from '@/lib/domain/saved-view'

type Answer<T> = { ok: true; value: T } | { ok: false; problem: { code: string; message: string } }
type Asked = Pick<SavedView, 'list' | 'name' | 'query' | 'isShared'>

/** The server actions behind the menu of saved views. */
export type ViewActions = {
  save: (view: Asked) => Promise<Answer<{ name: string }>>
  remove: (view: { viewId: string }) => Promise<Answer<{ name: string }>>
}
type Saved = { views: SavedView[]; actions: ViewActions }

const SavedViewsContext = createContext<Saved | null>(null)

/** Gives every list below it the reader's saved views. */
export function SavedViewsProvider({ children, ...saved }: Saved & { children: ReactNode }) {
  return <SavedViewsContext value={saved}>{children}</SavedViewsContext>
}

export const useSavedViews = () => useContext(SavedViewsContext)
