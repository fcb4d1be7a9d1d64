'use client'
import { type RefObject, useEffect, useState } from 'react'

/** The width of an element in pixels, followed as it changes; `initial` until the browser has measured it. */
export function useWidth(element: RefObject<HTMLElement | null>, initial: number) {
  const [width, setWidth] = useState(initial)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => {
      const measured = Math.round(entry?.contentRect.width ?? 0)
      if (measured > 0) setWidth(measured)
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}
