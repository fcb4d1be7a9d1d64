import { reader } from '@/lib/db'
import { type Looks, observedQuestions } from '@/lib/db/observed-questions'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { ObservedSession } from '@/lib/domain/detectors/outside-guardrail'

const BATCH = 5_000
const NIL = '00000000-0000-0000-0000-000000000000'

export type SessionAsking = Omit<ObservedSession, 'request'> & { question: string }

/** The live sessions of other issuers that ask one of these questions (see `listObservedQuestions`), in batches, ids as UUIDs:
 *  for the detectors' job, not for pages. */
export async function* listSessionsAsking(ctx: Context, looks: Looks, questions: readonly string[]) {
  authorize(ctx, 'run-detectors')
  let after: string | undefined = questions.length > 0 ? NIL : undefined
  while (after !== undefined) {
    const rows: SessionAsking[] = await reader().$queryRaw<SessionAsking[]>`
      select s.id, s.question, s.system_id as "systemId", a.owner_id as "ownerId", s.issued_at as "issuedAt",
        s.expires_at as "expiresAt"
      from (${observedQuestions(ctx.orgId, ctx.now, looks)}) s
      join identities a on a.org_id = ${ctx.orgId}::uuid and a.id = s.actor_id
      where s.question = any(${[...questions]}) and s.id > ${after}::uuid order by s.id limit ${BATCH}`
    if (rows.length > 0) yield rows
    after = rows.length === BATCH ? rows.at(-1)?.id : undefined
  }
}
