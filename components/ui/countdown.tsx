'use client'
import { useEffect, useState } from 'react'
import type { Moment } from '@/lib/format'

const two = (value: number) => String(value).padStart(2, '0')

function digits(seconds: number) {
  const left = Math.max(0, Math.floor(seconds))
  const clock = `${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`
  return left < 3600 ? clock : `${Math.floor(left / 3600)}:${clock}`
}

/**
 * The time left until a moment, `06:22`, changing once a second. `now` is the request's clock and is what the first
 * paint shows. `large` is the 40 px figure of an object's page, once a page.
 */
export function Countdown({ until, now, large = false }: { until: Moment; now: Moment; large?: boolean }) {
  const end = new Date(until).getTime()
  const [left, setLeft] = useState((end - new Date(now).getTime()) / 1000)
  useEffect(() => {
    const timer = setInterval(() => setLeft((end - Date.now()) / 1000), 1000)
    return () => clearInterval(timer)
  }, [end])
  const look = large ? '-ml-0.5 block text-40 font-figure tracking-[-0.03em]' : ''
  return (
    <span role="timer" className={`tabular-nums ${look}`}>
      {digits(left)}
    </span>
  )
}
