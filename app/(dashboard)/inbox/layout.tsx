import type { ReactNode } from 'react'
import { SelectionProvider } from './selection-context'

/** What stays while one goes through the inbox. */
export default function InboxLayout({ children }: { children: ReactNode }) {
  return <SelectionProvider>{children}</SelectionProvider>
}
