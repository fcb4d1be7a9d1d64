'use client'
import { useEffect, useState } from 'react'
import { useZone } from '@/components/ui/zone-context'
import { formatAbsolute, formatClock, formatZone, type Moment } from '@/lib/format'

/** The time of day in the organisation's zone, `13:55:21 CET`; `now` is the request's clock and what the first paint shows. */
export function Clock({ now }: { now: Moment }) {
  const zone = useZone()
  const [at, setAt] = useState<Moment>(now)
  useEffect(() => {
    const timer = setInterval(() => setAt(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className="tabular-nums" suppressHydrationWarning title={formatAbsolute(at, zone)}>
      {formatClock(at, zone)} {formatZone(at, zone)}
    </span>
  )
}
