import { Prisma } from '@/lib/db'

/** Which of what varies between sessions guardrails look at: the rest makes no difference, and is left out. */
export type Looks = {
  sets: boolean
  breadth: boolean
  depth: boolean
  length: boolean
  time: boolean
  ticket: boolean
  purpose: boolean
}

/** What guardrails are told of a session `s`, columns that they do not look at as null. Times to the quarter of an hour: no
 *  clock in the world changes its hour in between. */
const columnsOf = (looks: Looks) => Prisma.sql`
  s.principal_id, s.actor_id, s.system_id,
  case when ${looks.sets} then s.permission_set_id end as permission_set_id,
  case when ${looks.breadth} then s.breadth end as breadth,
  case when ${looks.depth} then s.depth end as depth,
  case when ${looks.length} then round(extract(epoch from s.expires_at - s.issued_at))::int end as seconds,
  s.expires_at is null as is_permanent,
  case when ${looks.time} then date_bin('15 minutes', s.issued_at, '2000-01-01 00:00:00Z') end as at,
  case when ${looks.ticket} then s.ticket end as ticket,
  case when ${looks.purpose} then s.purpose end as purpose`

/** The live sessions of other issuers, each with `question`: the same for all that guardrails cannot tell apart. */
export const observedQuestions = (orgId: string, now: Date, looks: Looks) => Prisma.sql`
  select s.*, md5(row(s.principal_id, s.actor_id, s.system_id, s.permission_set_id, s.breadth, s.depth, s.seconds,
    s.is_permanent, s.at, s.ticket, s.purpose)::text) as question
  from (select s.id, s.issued_at, s.expires_at, ${columnsOf(looks)} from delegated_sessions s
    where s.org_id = ${orgId}::uuid and s.origin = 'observed' and s.status in ('scheduled', 'active', 'locked', 'revoking')
      and (s.expires_at > ${now} or (s.expires_at is null and s.expiry_known))) s`
