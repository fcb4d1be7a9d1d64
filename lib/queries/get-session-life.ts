import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

/** Uses over a life in at most about 120 buckets of whole minutes. `to` is the latest moment of the axis: the end, or now
 *  where there is none. */
export type SessionLife = {
  from: Date
  to: Date
  bucketSeconds: number
  uses: { at: Date; count: number }[]
  refused: Date[]
  allowedCount: number
}

const MOST_BUCKETS = 120
const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440, 10_080]

function bucketMinutes(from: Date, to: Date): number {
  const minutes = (to.getTime() - from.getTime()) / 60_000
  return MINUTES.find((size) => minutes / size <= MOST_BUCKETS) ?? 43_200
}

type Bounds = {
  startsAt: Date
  firstUsedAt: Date | null
  expiresAt: Date | null
  endedAt: Date | null
  lastUsedAt: Date | null
}

function axisOf({ startsAt, firstUsedAt, expiresAt, endedAt, lastUsedAt }: Bounds, now: Date) {
  const from = new Date(Math.min(startsAt.getTime(), firstUsedAt?.getTime() ?? Number.POSITIVE_INFINITY))
  const end = expiresAt ?? endedAt ?? now
  const to = new Date(Math.max(end.getTime(), lastUsedAt?.getTime() ?? 0, from.getTime() + 60_000))
  return { from, to }
}

type Bucket = { at: Date; allowed: number; denied: number }

/** The uses a minute of one delegated session, as its life strip draws them. Errors: `not_found`. */
export async function getSessionLife(ctx: Context, publicId: string): Promise<SessionLife> {
  authorize(ctx, 'view-access')
  const id = fromPublicId('session', publicId)
  const session = await reader().delegatedSession.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id } },
    select: { startsAt: true, firstUsedAt: true, expiresAt: true, endedAt: true, lastUsedAt: true },
  })
  if (!session) throw notFound('session')
  const { from, to } = axisOf(session, ctx.now)
  const minutes = bucketMinutes(from, to)
  const buckets = await reader().$queryRaw<Bucket[]>`
    select date_bin(make_interval(mins => ${minutes}::int), a.minute, date_trunc('minute', ${from}::timestamptz)) as at,
      sum(a.allowed_count)::int as allowed, sum(a.denied_count)::int as denied
    from delegated_session_activity a where a.org_id = ${ctx.orgId}::uuid and a.session_id = ${id}::uuid
    group by 1 order by 1`
  return {
    from,
    to,
    bucketSeconds: minutes * 60,
    uses: buckets.flatMap(({ at, allowed }) => (allowed > 0 ? [{ at, count: allowed }] : [])),
    refused: buckets.flatMap(({ at, denied }) => (denied > 0 ? [at] : [])),
    allowedCount: buckets.reduce((sum, bucket) => sum + bucket.allowed, 0),
  }
}
