import { openSessionBook } from '@/lib/commands/open-session-book'
import { recordAttempts } from '@/lib/commands/record-attempts'
import { recordDue, recordFacts } from '@/lib/commands/record-facts'
import { type KnownSystem, recordIdentities, recordSystems } from '@/lib/commands/record-identities'
import { recordIngestedEvents } from '@/lib/commands/record-ingested-events'
import { recordObservedUses, UseTally } from '@/lib/commands/record-observed-uses'
import { carryDepthDown, recordSessions } from '@/lib/commands/record-sessions'
import { ensurePartitions, mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import { type BookedSessions, bookSessions, refsOf } from '@/lib/domain/book-sessions'
import type { Context } from '@/lib/domain/context'
import { mentionsOf } from '@/lib/domain/mentioned-identities'
import type { Observation } from '@/lib/domain/observation'
import type { SessionBook } from '@/lib/domain/session-book'
import { derivedId } from '@/lib/id'

export type RecordObservationsInput = {
  connectorId: string
  connectorKind: string
  /** Where the records came from, for the audit log. */
  source: string
  observations: readonly Observation[]
}
/** `sessions` and `attempts` are those not known before; `uses` are calls counted. */
export type RecordedObservations = {
  fresh: number
  duplicates: number
  sessions: number
  attempts: number
  uses: number
}

/** Records what a source told, in one transaction: all of it or nothing. Every event counts once, however often it is
 *  told and in whatever order; what is known is never overwritten by what is not. One batch of an organisation after
 *  the other, so that two runs cannot make one session twice. */
export async function recordObservations(ctx: Context, input: RecordObservationsInput): Promise<RecordedObservations> {
  authorize(ctx, 'ingest-records')
  await preparePartitions(input.observations)
  const options = { isolation: 'ReadCommitted', timeoutMs: 120_000 } as const
  return mutate(
    ctx,
    async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`ingest:${ctx.orgId}`}, 0))`
      const result = await recordBatch(tx, ctx, input)
      const data = { source: input.source, records: input.observations.length, ...result }
      return {
        result,
        events: [{ action: 'records.ingested', subjectKind: 'connector', subjectId: input.connectorId, data }],
      }
    },
    options,
  )
}

const readyMonths = new Set<string>()

const A_DAY = 86_400_000

/** Rows are made at the time of the event or of the session's issue, which can be years ago. */
async function preparePartitions(observations: readonly Observation[]): Promise<void> {
  const days = new Set<number>()
  const note = (at: number | undefined) => at !== undefined && days.add(Math.floor(at / A_DAY))
  for (const { at, use, issuance } of observations) {
    note(at)
    note(use?.session.issuedAt)
    note(issuance?.issuedAt)
    note(issuance?.parent?.issuedAt)
  }
  for (const month of new Set([...days].map((day) => new Date(day * A_DAY).toISOString().slice(0, 7)))) {
    if (!readyMonths.has(month)) await ensurePartitions(new Date(`${month}-01`), new Date(`${month}-01`))
    readyMonths.add(month)
  }
}

type Input = RecordObservationsInput

/** One observation with its id, and whether it and its use are told for the first time. */
type Told = { observation: Observation; id: string; isFresh: boolean; isUseFresh: boolean }

/** The observations with their ids, and what of them nobody told before: the event, and the use. */
async function tellFresh(tx: Tx, ctx: Context, { observations, connectorKind }: Input): Promise<Told[]> {
  const toId = (at: number, identity: string) => derivedId(new Date(at), `${connectorKind}|${identity}`)
  const ids = observations.map(({ at, identity }) => toId(at, identity))
  const apart = observations.flatMap(({ use, at }) => (use?.identity ? toId(at, use.identity) : []))
  const isFresh = await recordIngestedEvents(tx, ctx, [...ids, ...apart])
  const isFreshApart = isFresh.slice(ids.length).values()
  return observations.map((observation, position) => {
    const isNew = isFresh[position] === true
    const isUseFresh = observation.use?.identity ? isFreshApart.next().value === true : isNew
    return { observation, id: ids[position] ?? '', isFresh: isNew, isUseFresh }
  })
}

async function recordBatch(tx: Tx, ctx: Context, input: Input): Promise<RecordedObservations> {
  const { connectorId, connectorKind, observations } = input
  const told = await tellFresh(tx, ctx, input)
  const fresh = told.filter((each) => each.isFresh)
  // Issuances and attempts are read again even when known: the other account's copy of one may say more.
  const telling = told
    .filter(
      ({ isFresh, isUseFresh, observation: { issuance, attempt } }) => isFresh || isUseFresh || issuance || attempt,
    )
    .map((each) => each.observation)
  const book = await openSessionBook(tx, ctx, refsOf(telling))
  const booked = bookSessions(book, telling, ({ issuedAt, externalId, sessionArn }) =>
    derivedId(new Date(issuedAt), `${connectorKind}|${externalId ?? ''}|${sessionArn ?? ''}`),
  )
  const mentioned = mentionsOf(observations, book.sessions)
  const identities = await recordIdentities(tx, ctx, connectorId, mentioned)
  const systems = await recordSystems(tx, ctx, connectorId, mentioned)
  await recordSessions(tx, ctx, { connectorId, sessions: book.sessions, identities, systems })
  await carryDepthDown(tx, ctx, booked.deeper)
  const { tally, touched } = tallyUses(told, { book, booked, systems })
  await recordObservedUses(tx, ctx, tally)
  await recordAttempts(tx, ctx, { connectorId, told, identities, systems, sessionOf: booked.find })
  await recordFacts(tx, ctx, connectorId, fresh)
  await recordDue(tx, ctx, { sessions: touched, facts: fresh.flatMap(({ observation }) => observation.facts ?? []) })
  return {
    fresh: fresh.length,
    duplicates: told.length - fresh.length,
    sessions: book.sessions.filter((session) => session.state === 'new').length,
    attempts: fresh.filter((each) => each.observation.attempt).length,
    uses: tally.calls,
  }
}

type Books = { book: SessionBook; booked: BookedSessions; systems: Map<string, KnownSystem> }

/** Adds up the uses that nobody told before; `touched` are the sessions that have to be measured. */
function tallyUses(told: readonly Told[], { book, booked, systems }: Books) {
  const tally = new UseTally()
  const touched = new Set(book.sessions.filter((session) => session.state !== 'stored'))
  for (const { observation, isUseFresh } of told) {
    const { use, at } = observation
    const session = isUseFresh && use && booked.find(use.session)
    const system = session && systems.get(session.system)?.id
    if (!use || !session || !system) continue
    const { permission, isKnown, isAllowed } = use
    tally.add({ session: session.id, system, permission, isKnown, isAllowed, at })
    touched.add(session)
  }
  return { tally, touched }
}
