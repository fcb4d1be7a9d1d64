import { type AuditListRequest, auditListRequest } from '@/lib/domain/audit-filter'
import { fromWallClock } from '@/lib/format'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const isDay = (text: string | undefined): text is string => text !== undefined && DAY.test(text)

function nextDay(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}

const startOf = (day: string, zone: string) => fromWallClock(`${day}T00:00`, zone).toISOString()

/** What the address asks of the log. A day in it is one of the organisation's calendar, from its midnight to the next. */
export function readAuditRequest(params: Record<string, string | undefined>, zone: string): AuditListRequest {
  const request = auditListRequest.parse(params)
  const { from, to } = request
  return {
    ...request,
    from: isDay(from) ? startOf(from, zone) : from,
    to: isDay(to) ? startOf(nextDay(to), zone) : to,
  }
}
