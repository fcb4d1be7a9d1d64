import type { Prisma, Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import { notifyConfig } from '@/lib/domain/endpoint'
import type { JobDraft } from '@/lib/domain/job'
import { type MessageDraft, messageBody } from '@/lib/domain/message'
import { newId } from '@/lib/id'

export type Queued = { events: AuditEventDraft[]; jobs: JobDraft[] }

type Row = {
  id: string
  key: string
  kind: string
  memberId: string | null
  endpointId: string | null
  address: string
  subject: string
  body: Prisma.InputJsonObject
  approvalId: string | null
  linkId: string | null
  linkUntil: Date | null
}

type Addresses = {
  members: Map<string, string>
  channels: { id: string; name: string; kinds: readonly string[]; memberId: string | null }[]
}

/** Whoever left is not written to, nor is an endpoint that is disabled. */
async function loadAddresses(tx: Tx, orgId: string, drafts: readonly MessageDraft[]): Promise<Addresses> {
  const ids = drafts.flatMap(({ to }) => (to !== 'channels' && 'memberId' in to ? [to.memberId] : []))
  const members = await tx.member.findMany({ where: { orgId, id: { in: ids }, deactivatedAt: null } })
  const endpoints = await tx.endpoint.findMany({ where: { orgId, kind: 'notify', status: 'active' } })
  return {
    members: new Map(members.map(({ id, email }) => [id, email])),
    channels: endpoints.map(({ id, name, config }) => ({ id, name, ...notifyConfig.parse(config) })),
  }
}

type Channel = Addresses['channels'][number]

const asChannel = (row: Row, { id, name }: Channel, now: Date): Row => {
  return { ...row, id: newId(now), key: `${row.key}>${id}`, endpointId: id, address: name }
}

/** A draft as rows: a member's e-mail and their own channels share one link, so that it decides once. */
function toRows(draft: MessageDraft, { members, channels }: Addresses, now: Date): Row[] {
  const { key, kind, to, approvalId = null, linkUntil = null } = draft
  const body = JSON.parse(JSON.stringify(messageBody.parse(draft.body))) as Prisma.InputJsonObject
  const subject = draft.subject.replaceAll(/\s+/g, ' ').slice(0, 300)
  const nobody = { memberId: null, endpointId: null, linkId: null, linkUntil: null, address: '' }
  const row: Row = { ...nobody, id: newId(now), key, kind, subject, body, approvalId }
  if (to === 'channels') {
    const listening = channels.filter(({ memberId, kinds }) => memberId === null && kinds.includes(kind))
    return listening.map((channel) => asChannel(row, channel, now))
  }
  if ('email' in to) return [{ ...row, address: to.email }]
  const address = members.get(to.memberId)
  if (!address) return []
  const mail = { ...row, memberId: to.memberId, address, linkUntil, linkId: linkUntil && newId(now) }
  const own = channels.filter(({ memberId }) => memberId === to.memberId)
  return [mail, ...own.map((channel) => asChannel(mail, channel, now))]
}

type Inserted = { id: string; key: string; linkId: string | null }

/** What was said already is not said again: its key is taken. */
async function insertRows(tx: Tx, { orgId, now }: Context, rows: readonly Row[]): Promise<Inserted[]> {
  return tx.$queryRaw<Inserted[]>`
    insert into messages (org_id, id, key, kind, member_id, endpoint_id, address, subject, body, approval_id, link_id, status,
      created_at)
    select ${orgId}::uuid, r.id, r.key, r.kind, r."memberId", r."endpointId", r.address, r.subject, r.body, r."approvalId",
      r."linkId", 'queued', ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (id uuid, key text, kind text, "memberId" uuid, "endpointId" uuid,
      address text, subject text, body jsonb, "approvalId" uuid, "linkId" uuid)
    on conflict (org_id, key) do nothing
    returning id, key, link_id as "linkId"`
}

/** One link for all that carry it. */
async function insertLinks(tx: Tx, { orgId, now }: Context, rows: readonly Row[]): Promise<void> {
  const links = new Map<string, Prisma.DecisionLinkCreateManyInput>()
  for (const { linkId: id, linkUntil: expiresAt, memberId, approvalId } of rows)
    if (id && expiresAt && memberId && approvalId)
      links.set(id, { orgId, id, approvalId, memberId, expiresAt, createdAt: now })
  if (links.size > 0) await tx.decisionLink.createMany({ data: [...links.values()] })
}

/** Puts down what is to be said, and has it sent: nobody is told twice what has the same key. Part of the commands that
 *  have something to say; the messages are theirs or nobody's. */
export async function queueMessages(tx: Tx, ctx: Context, drafts: readonly MessageDraft[]): Promise<Queued> {
  if (drafts.length === 0) return { events: [], jobs: [] }
  const addresses = await loadAddresses(tx, ctx.orgId, drafts)
  const rows = drafts.flatMap((draft) => toRows(draft, addresses, ctx.now))
  if (rows.length === 0) return { events: [], jobs: [] }
  const inserted = new Set((await insertRows(tx, ctx, rows)).map(({ id }) => id))
  const queued = rows.filter(({ id }) => inserted.has(id))
  await insertLinks(tx, ctx, queued)
  return {
    events: queued.map(({ id, subject, kind, address, endpointId }): AuditEventDraft => {
      const data = { kind, to: address, by: endpointId ? 'endpoint' : 'mail' }
      return { action: 'message.queued', subjectKind: 'message', subjectId: id, subjectName: subject, data }
    }),
    jobs: queued.map(({ id }) => ({ task: 'send-messages', payload: { orgId: ctx.orgId, messageId: id } })),
  }
}
