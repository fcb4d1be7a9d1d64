'use client'
import { useEffect, useState } from 'react'

type Tip = { exact: string; shown: string; left: number; top: number }

function tipFor(target: EventTarget | null): Tip | null {
  const time = target instanceof Element ? target.closest<HTMLElement>('time[data-exact]') : null
  if (!time) return null
  const box = time.getBoundingClientRect()
  return {
    exact: time.dataset.exact ?? '',
    shown: time.textContent ?? '',
    left: box.left + box.width / 2,
    top: box.top,
  }
}

/**
 * One tooltip for every `<time data-exact>` of the document: a list of a hundred rows needs no tooltip of its own
 * on each. Mounted once, in the root layout.
 */
export function TimeTip() {
  const [tip, setTip] = useState<Tip | null>(null)
  useEffect(() => {
    const show = (event: PointerEvent) => setTip(tipFor(event.target))
    const hide = () => setTip(null)
    document.addEventListener('pointerover', show)
    document.addEventListener('scroll', hide, true)
    document.addEventListener('keydown', hide)
    return () => {
      document.removeEventListener('pointerover', show)
      document.removeEventListener('scroll', hide, true)
      document.removeEventListener('keydown', hide)
    }
  }, [])
  if (!tip) return null
  const left = Math.min(Math.max(tip.left, 100), window.innerWidth - 100)
  return (
    <div
      role="tooltip"
      style={{ left, top: tip.top - 6 }}
      className="pointer-events-none fixed z-50 -translate-x-1/2 -translate-y-full rounded-md bg-ink px-2 py-1.25 text-12 whitespace-nowrap text-on-ink tabular-nums"
    >
      {tip.exact}
      {tip.shown && !tip.exact.includes(tip.shown) ? <span className="block opacity-75">{tip.shown}</span> : null}
    </div>
  )
}
