import { z } from 'zod'
import { CHANNEL_KINDS } from '@/lib/domain/message'
import { safeUrlInput } from '@/lib/domain/safe-url'

/** `notify` is told of what happens, `reviewer` is asked what it thinks, `ticket` tells Remit of tickets. */
export const ENDPOINT_KINDS = ['notify', 'reviewer', 'ticket'] as const
export type EndpointKind = (typeof ENDPOINT_KINDS)[number]

/** `remit`: JSON of our own; `slack`: what Slack's incoming webhooks and those like them take. */
export const ENDPOINT_FORMATS = ['remit', 'slack'] as const
export type EndpointFormat = (typeof ENDPOINT_FORMATS)[number]

/** What a channel is told. `memberId` (UUID): it is one member's own, and told what they are, with their links. */
export const notifyConfig = z.object({
  kinds: z
    .array(z.enum(CHANNEL_KINDS))
    .max(CHANNEL_KINDS.length)
    .default([...CHANNEL_KINDS]),
  memberId: z.string().nullable().default(null),
})
export type NotifyConfig = z.output<typeof notifyConfig>

const path = z
  .string()
  .trim()
  .regex(/^[\w-]+(\.[\w-]+){0,9}$/, 'A path is names with dots between, as issue.fields.status.name.')
  .max(200)

/** Where in what a ticket system sends the ticket and its state stand, and which states mean that it is closed. */
export const ticketConfig = z.object({
  keyPath: path.default('issue.key'),
  statusPath: path.default('issue.fields.status.name'),
  closedStatuses: z
    .array(z.string().trim().min(1).max(100))
    .min(1)
    .max(50)
    .default(['Done', 'Closed', 'Resolved', 'closed']),
})
export type TicketConfig = z.output<typeof ticketConfig>

const name = z.string().trim().min(1, 'Give it a name.').max(100)

/** A new endpoint. `member` is a public id. */
export const endpointInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('notify'),
    name,
    url: safeUrlInput,
    format: z.enum(ENDPOINT_FORMATS).default('remit'),
    kinds: notifyConfig.shape.kinds,
    member: z.string().nullable().default(null),
  }),
  z.object({ kind: z.literal('reviewer'), name, url: safeUrlInput }),
  z.object({ kind: z.literal('ticket'), name, ...ticketConfig.shape }),
])
export type EndpointInput = z.output<typeof endpointInput>

/** An endpoint as the settings show it; its secret is told once and never again. Ids are public. */
export type EndpointRow = {
  id: string
  kind: EndpointKind
  name: string
  url: string | null
  format: EndpointFormat
  status: 'active' | 'disabled'
  kinds: string[]
  member: string | null
  ticket: TicketConfig | null
  createdBy: string
  createdAt: Date
  lastSucceededAt: Date | null
  lastError: string | null
}
