import { setTimeout as pause } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { Prisma, PrismaClient } from '@/generated/prisma/client'
import { isUnreachable } from '@/lib/db/is-unreachable'
import { preparedName } from '@/lib/db/prepared-names'
import { endStatements, statement } from '@/lib/db/statement'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context, CurrentActor, InstallationContext } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import type { JobDraft } from '@/lib/domain/job'
import { env } from '@/lib/env'
import { newId } from '@/lib/id'

export { Prisma }

/** What `decide` may write with: one transaction. */
export type Tx = Prisma.TransactionClient

/** What a change consists of: its result for the caller, what happened (at least one fact), and the work to do afterwards. */
export type Mutation<T> = {
  result: T
  events: readonly [AuditEventDraft, ...AuditEventDraft[]]
  jobs?: readonly JobDraft[]
}

type Options = { isolation?: 'ReadCommitted'; timeoutMs?: number }

const MAX_ATTEMPTS = 10
let writer: PrismaClient | null = null
let replica: PrismaClient | null = null
const readyMonths = new Set<string>()

/** In UTC, whatever the server's own zone: times go to Postgres without one. */
function open(url: string, options: string, more: ConstructorParameters<typeof PrismaPg>[1] = {}): PrismaClient {
  const adapter = new PrismaPg({ connectionString: url, max: 8, options: `-c timezone=UTC ${options}` }, more)
  return new PrismaClient({ adapter })
}

/** Serializable is said once a connection, not once a transaction: a round trip less for each change. A change looks up by key,
 *  so its statements are planned once; a list is planned for what it is asked, each time. */
function writingClient(): PrismaClient {
  const prepared = { statementNameGenerator: preparedName }
  writer ??= open(env().DATABASE_URL, '-c default_transaction_isolation=serializable', prepared)
  return writer
}

/** The reading client. Postgres itself refuses writes on its connections, so a query cannot change anything. */
export function reader(): PrismaClient {
  replica ??= open(env().DATABASE_REPLICA_URL ?? env().DATABASE_URL, '-c default_transaction_read_only=on')
  return replica
}

export async function disconnect(): Promise<void> {
  await Promise.all([writer?.$disconnect(), replica?.$disconnect(), endStatements()])
  writer = null
  replica = null
  readyMonths.clear()
}

/** Makes the monthly partitions for everything between two moments. Safe to call from many processes at once. */
export async function ensurePartitions(from: Date, to: Date): Promise<void> {
  await writingClient().$transaction((tx) => tx.$queryRaw`select ensure_partitions(${from}::date, ${to}::date)`, {
    isolationLevel: 'ReadCommitted',
  })
}

const makeMonth = statement('ensure-month', 'select ensure_partitions($1::date, $1::date)')

/** Makes the partitions of a moment's month, once a process. `mutate` does so itself; what writes by a statement asks for it.
 *  By a statement too: Prisma takes 90 MB once it is used, which the token service does without. */
export async function ensureMonth(at: Date): Promise<void> {
  const month = at.toISOString().slice(0, 7)
  if (readyMonths.has(month)) return
  await makeMonth([at.toISOString()])
  readyMonths.add(month)
}

/** Who does something, as an audit event says it. */
export function describeActor(actor: CurrentActor) {
  if (actor.kind === 'member') return { actorKind: 'member', actorId: actor.memberId, actorName: actor.name }
  if (actor.kind === 'client') return { actorKind: 'client', actorId: actor.clientId, actorName: actor.name }
  if (actor.kind === 'service') return { actorKind: 'service', actorId: actor.identityId, actorName: actor.name }
  return { actorKind: 'system', actorId: actor.name, actorName: actor.name }
}

/** One statement, however many: an order can end thousands of sessions. */
async function record(tx: Tx, ctx: Context, events: readonly AuditEventDraft[]): Promise<void> {
  const { actorKind, actorId, actorName } = describeActor(ctx.actor)
  const rows = events.map((event, index) => ({ ...event, data: event.data ?? {}, id: newId(ctx.now, index) }))
  await tx.$executeRaw`
    insert into audit_events (org_id, id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_name,
      reason, data)
    select ${ctx.orgId}::uuid, r.id, ${ctx.now}, ${actorKind}, ${actorId}, ${actorName}, r.action, r."subjectKind",
      r."subjectId", r."subjectName", r.reason, r.data
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (id uuid, action text, "subjectKind" text, "subjectId" uuid,
      "subjectName" text, reason text, data jsonb)`
}

async function enqueue(tx: Tx, jobs: readonly JobDraft[]): Promise<void> {
  for (const job of jobs) {
    await tx.$queryRaw`select from graphile_worker.add_job(
      ${job.task}, ${JSON.stringify(job.payload)}::json, job_key := ${job.key ?? null}, run_at := ${job.runAt ?? null}::timestamptz)`
  }
}

/** Whether Postgres asked for another try: a serialization failure (40001), a deadlock (40P01), or Prisma's word for both. */
function isConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code === 'P2034') return true
  return /TransactionWriteConflict|40001|40P01|could not serialize|deadlock detected/.test(
    `${error.name} ${error.message}`,
  )
}

/** The only way to change anything. The rows `decide` writes, its audit events and its jobs commit in one transaction or
 *  not at all. Serializable by default: `decide` may run again on conflict, so it must not touch the world outside.
 *  Guards belong inside `decide`, read through its transaction. */
export async function mutate<T>(
  ctx: Context,
  decide: (tx: Tx) => Promise<Mutation<T>>,
  options: Options = {},
): Promise<T> {
  return transact(ctx.now, (tx) => commitDecision(tx, ctx, decide), options)
}

/** As `mutate`, for a change of the installation itself: what happened stands in the trail of every organisation. */
export async function mutateInstallation<T>(
  caller: InstallationContext,
  decide: (tx: Tx) => Promise<Omit<Mutation<T>, 'jobs'>>,
): Promise<T> {
  return transact(caller.now, async (tx) => {
    const { result, events } = await decide(tx)
    const organisations = await tx.organisation.findMany({ select: { id: true } })
    for (const { id } of organisations) await record(tx, { ...caller, orgId: id }, events)
    return result
  })
}

async function transact<T>(now: Date, commit: (tx: Tx) => Promise<T>, options: Options = {}): Promise<T> {
  try {
    await ensureMonth(now)
    return await retrying(commit, options)
  } catch (error) {
    if (isUnreachable(error)) throw new DomainError('unavailable', 'The database cannot be reached.')
    throw error
  }
}

async function retrying<T>(commit: (tx: Tx) => Promise<T>, options: Options): Promise<T> {
  const { isolation, timeoutMs = 30_000 } = options
  for (let attempt = 1; ; attempt++) {
    try {
      return await writingClient().$transaction(commit, {
        ...(isolation && { isolationLevel: isolation }),
        timeout: timeoutMs,
        maxWait: 15_000,
      })
    } catch (error) {
      if (!isConflict(error)) throw error
      if (attempt === MAX_ATTEMPTS) throw new DomainError('busy', 'Too many changes at once. Try again in a moment.')
      await pause(Math.random() * 10 * 2 ** attempt)
    }
  }
}

/** As `mutate`, for what may turn out to need no change: where `decide` answers null, whatever it did is undone, nothing is
 *  on record and the result is null. */
export async function mutateIfNeeded<T>(
  ctx: Context,
  decide: (tx: Tx) => Promise<Mutation<T> | null>,
  options: Options = {},
): Promise<T | null> {
  const nothing = new Error('nothing to change')
  const insist = async (tx: Tx) => {
    const mutation = await decide(tx)
    if (!mutation) throw nothing
    return mutation
  }
  return mutate(ctx, insist, options).catch((error: unknown) => {
    if (error === nothing) return null
    throw error
  })
}

async function commitDecision<T>(tx: Tx, ctx: Context, decide: (tx: Tx) => Promise<Mutation<T>>): Promise<T> {
  const { result, events, jobs = [] } = await decide(tx)
  if (events.length === 0) throw new Error('a change without an audit event is no change')
  await record(tx, ctx, events)
  await enqueue(tx, jobs)
  return result
}
