import { z } from 'zod'

export type JsonSchema = { [keyword: string]: unknown }

type Part = { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }

/** JSON has no dates: they are text (RFC 3339). Bounds that every number has say nothing to a reader. */
function simplify({ zodSchema, jsonSchema }: Part): void {
  if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
}

/** What is said of a property wherever it stands, unless its schema says something itself. */
const WORDS: Record<string, string> = {
  name: 'What people will know it by.',
  principalId: 'On whose behalf, idn_….',
  actorId: 'Who acts, idn_….',
  ownerId: 'Who answers for it, idn_….',
  purpose: 'What for, in a sentence that approvers read.',
  ticket: 'The ticket it belongs to.',
  endsWithTicket: 'It ends when the ticket is closed.',
  targets: 'What is asked for: of each system, sys_…, its permissions; resources and tenants narrow them.',
  maxSessionTtlSeconds: 'How long one session under it may live, in seconds.',
  startsAt: 'From when on; with the approval, unless said.',
  expiresAt: 'When it ends; null: never. Either this or durationSeconds.',
  durationSeconds: 'How long it stands from the approval on, in seconds. Either this or expiresAt.',
  windows: 'Only then; none: always.',
  maxChainDepth: 'How many times its sessions may be handed on.',
  maxConcurrentSessions: 'So many sessions at once; null: no limit.',
  requiresSessionApproval: 'People are asked about each session, too.',
  requiresDpop: 'Each session is bound to a key (RFC 9449).',
  idleTimeoutSeconds: 'A session ends when it was not used for so long, in seconds.',
  renewsGrantId: 'The grant that it takes the place of, grt_….',
  grantId: 'A grant, grt_….',
  sessionId: 'A delegated session, ses_….',
  sessionIds: 'Delegated sessions, ses_….',
  findingId: 'The finding that is the reason, fnd_….',
  findingIds: 'Findings, fnd_….',
  reason: 'Why; it is kept in the audit log.',
  until: 'Until when.',
}

function sayMore(schema: JsonSchema): void {
  for (const [name, each] of Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)) {
    const words = WORDS[name]
    if (words && each.description === undefined) each.description = words
  }
}

/** A schema as JSON Schema 2020-12, which is that of OpenAPI 3.1: of what is given, or of what is answered. Answers may
 *  grow: they do not say that there is nothing else. */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const override = (part: Part) => {
    simplify(part)
    if (io === 'output' && part.jsonSchema.additionalProperties === false) delete part.jsonSchema.additionalProperties
  }
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', override, reused: 'inline' })
  const { $schema: _, ...rest } = made as JsonSchema
  if (io === 'input') sayMore(rest)
  return rest
}

export type Property = { name: string; schema: JsonSchema; isRequired: boolean }

const known = new WeakMap<z.ZodObject, Property[]>()

/** The properties that an input takes, each with its schema, and which must be there. Made once: each call reads its query
 *  by them. */
export function propertiesOf(schema: z.ZodObject): Property[] {
  const made = known.get(schema) ?? readProperties(schema)
  known.set(schema, made)
  return made
}

function readProperties(schema: z.ZodObject): Property[] {
  const { properties = {}, required = [] } = toJsonSchema(schema, 'input') as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, each]) => ({ name, schema: each, isRequired: required.includes(name) }))
}
