'use client'
import { createContext, type ReactNode, useContext } from 'react'

const Zone = createContext('UTC')

/** Tells every time below it in which IANA time zone it stands, to the server that draws the page and to the browser
 *  alike, so that both write the same. The one zone of a page is the organisation's. */
export function ZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
  return <Zone value={zone}>{children}</Zone>
}

/** The zone for words that hold a time; where the time stands alone, use `ExactTime`. */
export function useZone(): string {
  return useContext(Zone)
}
