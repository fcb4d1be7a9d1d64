import { z } from 'zod'

export type JsonSchema = { [keyword: string]: unknown }

type Part = { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }

/** JSON has no dates: they are text (RFC 3339). Bounds that every number has say nothing to a reader. */
function simplify({ zodSchema, jsonSchema }: Part): void {
  if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
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
  return rest
}

/** The properties that an input takes, each with its schema, and which must be there. */
export function propertiesOf(schema: z.ZodObject): { name: string; schema: JsonSchema; isRequired: boolean }[] {
  const { properties = {}, required = [] } = toJsonSchema(schema, 'input') as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, each]) => ({ name, schema: each, isRequired: required.includes(name) }))
}
