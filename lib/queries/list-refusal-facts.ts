import { reader } from '@/lib/db'
import { askedFor } from '@/lib/domain/attempt'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { RefusalFacts } from '@/lib/domain/detection'
import { OUTSIDE_CODES } from '@/lib/domain/detectors/asks-outside-grant'

type Row = Omit<RefusalFacts, 'asked'> & { requests: unknown[] }

function toFacts({ requests, ...facts }: Row): RefusalFacts {
  const words = requests.flatMap((request) => {
    const { permissions, targets } = askedFor(request)
    return permissions.length > 0 ? permissions : targets
  })
  return { ...facts, asked: [...new Set(words)].sort() }
}

/** Who was refused during the last day for asking for what it was never given, with all of it in the day before the last
 *  refusal; `asked` is from the last fifty. Ids are UUIDs: for the detectors' job, not for pages. */
export async function listRefusalFacts(ctx: Context): Promise<RefusalFacts[]> {
  authorize(ctx, 'run-detectors')
  const { orgId, now } = ctx
  const rows = await reader().$queryRaw<Row[]>`
    with refused as (
      select t.*, max(t.at) over (partition by t.actor_id) as last_at from delegation_attempts t
      where t.org_id = ${orgId}::uuid and t.id >= uuid_floor(${now}::timestamptz - interval '48 hours')
        and t.at > ${now}::timestamptz - interval '48 hours' and t.at <= ${now}
        and t.actor_id is not null and t.error_code = any(${[...OUTSIDE_CODES]}::text[])
    ), by_actor as (
      select r.actor_id, count(*)::int as count, min(r.at) as first_at, r.last_at,
        array_agg(distinct r.error_code) as codes, mode() within group (order by r.system_id) as system_id,
        array_agg(distinct c.name) filter (where c.id is not null) as clients,
        (array_agg(r.requested order by r.at desc, r.id desc))[1:50] as requests,
        (array_agg(r.error_message order by r.at desc, r.id desc))[1] as last_message
      from refused r left join clients c on c.org_id = r.org_id and c.id = r.client_id
      where r.last_at > ${now}::timestamptz - interval '24 hours' and r.at > r.last_at - interval '24 hours'
      group by r.actor_id, r.last_at
    )
    select json_build_object('id', a.id, 'name', a.name) as actor, a.owner_id as "ownerId", b.count, b.codes,
      coalesce(b.clients, '{}') as clients, b.first_at as "firstAt", b.last_at as "lastAt", b.last_message as "lastMessage",
      to_json(b.requests) as requests, y.id as "systemId", y.name as "systemName", y.tier
    from by_actor b
    join identities a on a.org_id = ${orgId}::uuid and a.id = b.actor_id
    left join systems y on y.org_id = a.org_id and y.id = b.system_id
    order by a.id`
  return rows.map(toFacts)
}
