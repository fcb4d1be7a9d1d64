import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { disconnect, ensurePartitions, mutate, mutateIfNeeded, reader, type Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { type Context, systemContext } from '@/lib/domain/context'
import { LIVES, type Noun } from '@/lib/domain/life'
import { env } from '@/lib/env'
import { newId, toPublicId } from '@/lib/id'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

const sql = new pg.Client({ connectionString: process.env.DATABASE_URL })
beforeAll(() => sql.connect())
afterAll(() => sql.end())

/** The name of the constraint that refuses a statement; 'accepted' where none does. The statement is undone. */
async function refusalOf(statement: string, values: unknown[] = []): Promise<string> {
  await sql.query('begin')
  try {
    await sql.query(statement, values)
    return 'accepted'
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.constraint ?? error.message) : String(error)
  } finally {
    await sql.query('rollback')
  }
}

/** Where a copy of an offer may be open too. */
const OTHER_APPROVAL = newId(NOW)

const TABLES: Record<Noun, string> = {
  grant: 'grants',
  session: 'delegated_sessions',
  finding: 'findings',
  approval: 'approvals',
  identity: 'identities',
  revocation: 'revocations',
  delivery: 'revocation_deliveries',
  'signing-key': 'signing_keys',
  'policy-version': 'policy_versions',
  consent: 'consents',
  offer: 'approval_offers',
}

const pairs = Object.entries(LIVES).flatMap(([noun, life]) =>
  Object.entries(life as Record<string, readonly string[]>).flatMap(([from, nexts]) =>
    Object.keys(life).flatMap((to) =>
      from === to ? [] : [{ noun: noun as Noun, from, to, isLife: nexts.includes(to) }],
    ),
  ),
)

/** What else a row of this status must hold. */
function companions(noun: Noun, status: string): Record<string, unknown> {
  if (noun === 'finding') {
    return { resolved_at: status === 'resolved' ? NOW : null, status_until: status === 'accepted' ? at('+1d') : null }
  }
  if (noun === 'signing-key') return { private_jwe: status === 'retired' ? null : 'encrypted' }
  return noun === 'identity' ? { departed_at: status === 'departed' ? NOW : null } : {}
}

/** A copy of a row in a status, as if it had come that far. */
function copyAs(noun: Noun, id: string, status: string): string {
  const unlike =
    {
      finding: { detector: status },
      delivery: { hop: status },
      'signing-key': { kid: status },
      'policy-version': { version: 7 },
      offer: { approval_id: OTHER_APPROVAL },
    }[noun as string] ?? {}
  const change = JSON.stringify({ id: newId(NOW), status, ...companions(noun, status), ...unlike })
  const table = TABLES[noun]
  return `insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(t) || '${change}')).* from ${table} t where id = '${id}' returning id`
}

/** Makes each copy, takes each step and undoes both: in the database, because there are hundreds. */
const TRY_EACH = `
  create function pg_temp.try_each(steps jsonb) returns table (name text, refusal text, expected text) language plpgsql as $$
  declare
    each jsonb;
    copy uuid;
  begin
    for each in select jsonb_array_elements(steps) loop
      begin
        execute each->>'copy' into copy;
        execute each->>'step' using copy;
        raise exception using errcode = 'RMT01', constraint = 'accepted';
      exception when others then
        get stacked diagnostics refusal = constraint_name;
        if refusal = '' then refusal := sqlerrm; end if;
        name := each->>'name';
        expected := each->>'expected';
        return next;
      end;
    end loop;
  end $$`

async function createOneOfEach() {
  const org = await createAccess()
  const { orgId, db } = org
  const session = await org.session()
  const grant = await org.grant()
  const finding = await org.finding({ subjectKind: 'session', subjectId: session.id })
  const identity = await org.identity()
  const revocation = { id: newId(NOW) }
  const asked = { scope: 'session', scopeId: session.id, requestedBy: 'Rita', reason: 'Because', requestedAt: NOW }
  await db.revocation.create({ data: { orgId, id: revocation.id, status: 'in-progress', ...asked } })
  const delivery = { id: newId(NOW) }
  const hop = { hop: 'Remit', channel: 'record', status: 'pending', requestedAt: NOW }
  const parts = { revocationId: revocation.id, sessionId: session.id }
  await db.revocationDelivery.create({ data: { orgId, id: delivery.id, ...parts, ...hop } })
  const approval = { id: newId(NOW) }
  const question = { subjectKind: 'grant', subjectId: grant.id, requestedBy: 'Rita', requestedAt: NOW }
  await db.approval.create({ data: { orgId, id: approval.id, status: 'pending', expiresAt: at('+1d'), ...question } })
  const key = {
    id: newId(NOW),
    kid: newId(NOW),
    alg: 'ES256',
    status: 'previous',
    publicJwk: {},
    privateJwe: 'encrypted',
  }
  await db.signingKey.create({ data: { ...key, createdAt: NOW } })
  const policy = { id: newId(NOW) }
  const proposed = { kind: 'approvals', content: {}, note: 'First', proposedBy: 'Rita', proposedAt: NOW }
  await db.policyVersion.create({ data: { orgId, id: policy.id, version: 1, status: 'pending', ...proposed } })
  const consent = { id: newId(NOW) }
  const between = { principalId: identity.id, actorId: identity.id, grantId: grant.id }
  const basis = { basis: 'person', basisName: 'Ines', terms: {}, askedAt: NOW }
  await db.consent.create({ data: { orgId, id: consent.id, status: 'asked', ...between, ...basis } })
  const offer = { id: newId(NOW) }
  const member = { id: newId(NOW), email: 'a@example.com', name: 'Amal', roles: ['approver'], joinedAt: NOW }
  await db.member.create({ data: { orgId, ...member } })
  const terms = { terms: {}, before: {}, keepsVotes: true, note: 'Shorter', offeredAt: NOW }
  const offered = { approvalId: approval.id, revision: 1, status: 'offered', offeredByMemberId: member.id }
  await db.approvalOffer.create({ data: { orgId, id: offer.id, ...offered, ...terms } })
  await db.approval.create({
    data: { orgId, id: OTHER_APPROVAL, status: 'pending', expiresAt: at('+1d'), ...question },
  })
  const said = { 'signing-key': key, 'policy-version': policy, consent, offer }
  return { org, rows: { grant, session, finding, approval, identity, revocation, delivery, ...said } }
}

describe('a life', () => {
  it('is the same table in the code and in the database', async () => {
    const { rows } = await sql.query('select noun, from_status as "from", to_status as "to" from status_transitions')
    const code = pairs.filter((pair) => pair.isLife).map(({ noun, from, to }) => `${noun}: ${from} → ${to}`)
    expect(rows.map(({ noun, from, to }) => `${noun}: ${from} → ${to}`).sort()).toEqual(code.sort())
  })

  it('cannot take any step that is not in the table', async () => {
    const { rows } = await createOneOfEach()
    const steps = pairs.map(({ noun, from, to, isLife }) => {
      const also = Object.entries(companions(noun, to)).map(([column, value]) => {
        const literal = value instanceof Date ? value.toISOString() : value
        return `, ${column} = ${literal === null ? 'null' : `'${literal}'`}`
      })
      const step = `update ${TABLES[noun]} set status = '${to}'${also.join('')} where id = $1`
      const expected = isLife ? 'accepted' : `${noun}_status_transition`
      return { name: `${noun}: ${from} → ${to}`, copy: copyAs(noun, rows[noun].id, from), step, expected }
    })
    await sql.query(TRY_EACH)
    const tried = await sql.query('select name, refusal, expected from pg_temp.try_each($1)', [JSON.stringify(steps)])
    const wrong = tried.rows.filter(({ refusal, expected }) => refusal !== expected)
    expect(tried.rows).toHaveLength(pairs.length)
    expect(wrong).toEqual([])
  })
})

describe('the database refuses', () => {
  let org: Access
  let rows: Awaited<ReturnType<typeof createOneOfEach>>['rows']
  const row = (noun: Noun) => `where org_id = '${org.orgId}' and id = '${rows[noun].id}'`
  beforeAll(async () => {
    const made = await createOneOfEach()
    org = made.org
    rows = made.rows
    const subject = { subjectKind: 'grant', subjectId: rows.grant.id } as const
    const events: [AuditEventDraft] = [{ action: 'grant.suspended', ...subject }]
    await mutate(org.ctx, async () => ({ result: null, events }))
  })

  it.each([
    ['grant', "origin = 'observed'"],
    ['grant', 'principal_id = actor_id'],
    ['grant', 'actor_id = principal_id'],
    ['grant', 'created_at = now()'],
    ['identity', 'created_at = now()'],
    ['revocation', "reason = 'another'"],
    ['revocation', "requested_by = 'another'"],
    ['revocation', "scope = 'grant'"],
    ['revocation', 'requested_at = now()'],
    ['session', "origin = 'observed'"],
    ['session', 'principal_id = actor_id'],
    ['session', 'actor_id = principal_id'],
    ['session', 'issued_at = now()'],
    ['session', 'starts_at = now()'],
    ['session', "grant_id = '00000000-0000-7000-8000-000000000000'"],
    ['session', "parent_id = '00000000-0000-7000-8000-000000000000'"],
    ['session', "permission_set_id = '00000000-0000-7000-8000-000000000000'"],
    ['session', "system_id = '00000000-0000-7000-8000-000000000000'"],
    ['session', "expires_at = expires_at + interval '1 second'"],
    ['session', 'expires_at = null'],
  ] as const)('of a %s: %s', async (noun, change) => {
    expect(await refusalOf(`update ${TABLES[noun]} set ${change} ${row(noun)}`)).toBe(`${TABLES[noun]}_immutable`)
  })

  it('but lets a managed session be shortened', async () => {
    expect(
      await refusalOf(`update delegated_sessions set expires_at = expires_at - interval '1 minute' ${row('session')}`),
    ).toBe('accepted')
  })

  it.each(['session', 'grant', 'finding', 'revocation', 'delivery'] as const)('to delete a %s', async (noun) => {
    const refusal = await refusalOf(`delete from ${TABLES[noun]} ${row(noun)}`)
    expect(refusal).toMatch(new RegExp(`^${TABLES[noun]}(_\\d{6})?_append_only$`))
  })

  it.each(['', '_202611'])('to edit, delete or empty audit events (audit_events%s)', async (month) => {
    const table = `audit_events${month}`
    const mine = `where org_id = '${org.orgId}'`
    const refusal = /^audit_events(_202611)?_append_only$/
    expect(await refusalOf(`update ${table} set actor_name = 'nobody' ${mine}`)).toMatch(refusal)
    expect(await refusalOf(`delete from ${table} ${mine}`)).toMatch(refusal)
    expect(await refusalOf(`truncate ${table}`)).toMatch(refusal)
  })

  it.each([
    'delegated_sessions',
    'grants',
    'findings',
    'revocations',
    'revocation_deliveries',
    'approval_votes',
    'observed_facts',
  ])('to empty %s', async (table) => {
    expect(await refusalOf(`truncate ${table} cascade`)).toMatch(/_append_only$/)
  })

  it('to let one organisation point at what is another’s', async () => {
    const other = await createOneOfEach()
    const system = await other.org.system()
    const theirs = { identity: other.rows.identity.id, grant: other.rows.grant.id, session: other.rows.session.id }
    const point = async (table: string, noun: Noun, column: string, id: string) =>
      refusalOf(
        `alter table ${table} disable trigger user; update ${table} set ${column} = '${id}' ${row(noun)}; set constraints all immediate`,
      )
    expect(await point('grants', 'grant', 'principal_id', theirs.identity)).toBe('grants_principal_fkey')
    expect(await point('grants', 'grant', 'actor_id', theirs.identity)).toBe('grants_actor_fkey')
    expect(await point('grants', 'grant', 'owner_id', theirs.identity)).toBe('grants_owner_fkey')
    expect(await point('identities', 'identity', 'owner_id', theirs.identity)).toBe('identities_owner_fkey')
    for (const [column, id] of [
      ['grant', theirs.grant],
      ['parent', theirs.session],
      ['principal', theirs.identity],
      ['actor', theirs.identity],
      ['system', system.id],
      ['revocation', other.rows.revocation.id],
    ] as const) {
      const refusal = await point('delegated_sessions', 'session', `${column}_id`, id)
      expect(refusal).toMatch(new RegExp(`^delegated_sessions_${column}_fkey`))
    }
    expect(await point('revocation_deliveries', 'delivery', 'session_id', theirs.session)).toMatch(/session_fkey/)
  })
})

const event = (orgId: string): AuditEventDraft => ({
  action: 'organisation.created',
  subjectKind: 'organisation',
  subjectId: orgId,
})

const addIdentity = (tx: Tx, { orgId, now }: Context, name: string) =>
  tx.identity.create({ data: { orgId, id: newId(now), kind: 'human', name, firstSeenAt: now, createdAt: now } })

async function left(orgId: string) {
  const [identities, events] = await Promise.all([
    reader().identity.count({ where: { orgId } }),
    reader().auditEvent.count({ where: { orgId } }),
  ])
  const jobs = await sql.query('select from graphile_worker.jobs where key like $1', [`%${orgId}`])
  return { identities, events, jobs: jobs.rowCount }
}

const job = (orgId: string) => ({ task: 'run-detectors', payload: { orgId }, key: `test:${orgId}` }) as const

describe('a change', () => {
  it('commits its rows, its audit events and its jobs together', async () => {
    const { ctx, orgId } = await createAccess()
    await mutate(ctx, async (tx) => {
      await addIdentity(tx, ctx, 'Ines')
      return { result: null, events: [event(orgId)], jobs: [job(orgId)] }
    })
    expect(await left(orgId)).toEqual({ identities: 1, events: 1, jobs: 1 })
  })

  it('is none without an audit event', async () => {
    const { ctx, orgId } = await createAccess()
    const silent = mutate(ctx, async (tx) => {
      await addIdentity(tx, ctx, 'Ines')
      const events: AuditEventDraft[] = []
      return { result: null, events: events as unknown as [AuditEventDraft], jobs: [job(orgId)] }
    })
    await expect(silent).rejects.toThrow('without an audit event')
    expect(await left(orgId)).toEqual({ identities: 0, events: 0, jobs: 0 })
  })

  it('leaves neither rows nor events nor jobs when any of them fails', async () => {
    const { ctx, orgId } = await createAccess()
    const badJob = { ...job(orgId), runAt: new Date(Number.NaN) }
    const failures = [
      mutate(ctx, async (tx) => {
        await addIdentity(tx, ctx, 'Ines')
        throw new Error('changed my mind')
      }),
      mutate(ctx, async (tx) => {
        await addIdentity(tx, ctx, 'Ines')
        return { result: null, events: [event(orgId), event('no uuid')], jobs: [job(orgId)] }
      }),
      mutate(ctx, async (tx) => {
        await addIdentity(tx, ctx, 'Ines')
        return { result: null, events: [event(orgId)], jobs: [job(orgId), badJob] }
      }),
    ]
    for (const outcome of await Promise.allSettled(failures)) expect(outcome.status).toBe('rejected')
    expect(await left(orgId)).toEqual({ identities: 0, events: 0, jobs: 0 })
  })

  it('undoes what was tried when it turns out that none is needed', async () => {
    const { ctx, orgId } = await createAccess()
    const result = await mutateIfNeeded(ctx, async (tx) => {
      await addIdentity(tx, ctx, 'Ines')
      return null
    })
    expect(result).toBeNull()
    expect(await left(orgId)).toEqual({ identities: 0, events: 0, jobs: 0 })
  })

  it('gives its events ids that sort in the order they happened, however many', async () => {
    const { ctx, orgId } = await createAccess()
    const names = Array.from({ length: 5000 }, (_, index) => String(index).padStart(5, '0'))
    const [first, ...rest] = names.map((subjectName) => ({ ...event(orgId), subjectName }))
    await mutate(ctx, async () => ({ result: null, events: [first as AuditEventDraft, ...rest] }))
    const read = await reader().auditEvent.findMany({ where: { orgId }, orderBy: { id: 'asc' } })
    expect(read.map(({ subjectName }) => subjectName)).toEqual(names)
  })

  it('has room for more of them than any order has sessions', () => {
    const ids = [0, 1, 4095, 4096, 16_383, 16_384, 2 ** 26 - 1].map((sequence) => newId(NOW, sequence))
    expect(ids.toSorted()).toEqual(ids)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('says who, when and why', async () => {
    const { ctx, orgId } = await createAccess()
    await mutate(ctx, async () => ({ result: null, events: [{ ...event(orgId), reason: 'Because', data: { a: 1 } }] }))
    await mutate(systemContext(orgId, 'sweep', at('+1m')), async () => ({ result: null, events: [event(orgId)] }))
    const [byMember, bySystem] = await reader().auditEvent.findMany({ where: { orgId }, orderBy: { id: 'asc' } })
    expect(byMember).toMatchObject({
      actorKind: 'member',
      actorName: 'Rita',
      at: NOW,
      reason: 'Because',
      data: { a: 1 },
    })
    expect(bySystem).toMatchObject({ actorKind: 'system', actorId: 'sweep', at: at('+1m') })
  })

  it.each([
    '2031-03-15T10:00:00.000Z',
    '2031-12-31T23:59:59.999Z',
    '2032-01-01T00:00:00.000Z',
    '2019-02-28T12:00:00.000Z',
  ])('can be made in a month without partitions (%s), whatever zone Postgres is in', async (moment) => {
    const { ctx, orgId } = await createAccess()
    const database = new URL(env().DATABASE_URL).pathname.slice(1)
    const month = `audit_events_${moment.slice(0, 7).replace('-', '')}`
    expect(await refusalOf(`select from ${month}`)).toMatch(/does not exist/)
    // Not of the role, which other files have too.
    await sql.query(`alter database ${database} set timezone = 'America/Los_Angeles'`)
    await disconnect()
    await mutate({ ...ctx, now: new Date(moment) }, async () => ({ result: null, events: [event(orgId)] }))
    await sql.query(`alter database ${database} reset timezone`)
    const { rows } = await sql.query(`select at from ${month} where org_id = $1`, [orgId])
    expect(rows).toEqual([{ at: new Date(moment) }])
  })

  it('finds the partitions that other processes make at the same time', async () => {
    const [from, to] = [new Date('2035-01-01'), new Date('2035-03-01')]
    await expect(Promise.all(Array.from({ length: 6 }, () => ensurePartitions(from, to)))).resolves.toHaveLength(6)
  })
})

describe('the reading client', () => {
  it('cannot write', async () => {
    const id = randomUUID()
    const organisation = { id, slug: `o-${id}`, name: 'Acme', createdAt: NOW }
    await expect(reader().organisation.create({ data: organisation })).rejects.toThrow(/read-only/)
    await expect(reader().$executeRaw`delete from members`).rejects.toThrow(/read-only/)
    expect(await reader().organisation.count({ where: { id } })).toBe(0)
  })
})

describe('the isolation of a change', () => {
  const isolationOf = async (options?: { isolation: 'ReadCommitted' }) => {
    const { orgId } = await createAccess()
    const subject = { subjectKind: 'organisation', subjectId: orgId, subjectName: 'Acme' } as const
    const show = async (tx: Tx) => {
      const [row] = await tx.$queryRaw<{ level: string }[]>`select current_setting('transaction_isolation') as level`
      return { result: row?.level, events: [{ action: 'organisation.created', ...subject }] as const }
    }
    return mutate(systemContext(orgId, 'test', NOW), show, options)
  }

  it('is Serializable, unless it says that it need not be', async () => {
    expect(await isolationOf()).toBe('serializable')
    expect(await isolationOf({ isolation: 'ReadCommitted' })).toBe('read committed')
  })
})

describe('eight concurrent revocations of one session', () => {
  it('are one success with one audit event and seven times nothing to revoke', async () => {
    const org = await createAccess()
    const session = await org.session({ grantId: (await org.grant()).id })
    const member = { orgId: org.orgId, id: newId(NOW), email: 'rita@example.com', name: 'Rita', roles: ['reviewer'] }
    await org.db.member.create({ data: { ...member, joinedAt: NOW } })
    const actor = { kind: 'member', memberId: member.id, name: 'Rita', roles: ['reviewer'] } as const
    const input = revokeSessionsInput.parse({ sessionIds: [session.publicId], reason: 'Too broad.' })
    const revoke = () => revokeSessions({ ...org.ctx, actor }, input)
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, revoke))
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
    expect(codes).toEqual(Array(7).fill('nothing_to_revoke'))
    const events = await reader().auditEvent.findMany({ where: { orgId: org.orgId } })
    expect(events.map(({ action, subjectId }) => [action, toPublicId('session', subjectId)])).toEqual([
      ['session.revoked', session.publicId],
    ])
    expect(await reader().revocation.count({ where: { orgId: org.orgId } })).toBe(1)
  })
})
