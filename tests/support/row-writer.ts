import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '@/generated/prisma/client'

type Field = { name: string; type: string; dbName?: string }
type Model = { dbName: string; fields: Field[] }
type Row = Record<string, unknown>

let client: PrismaClient | null = null
let pool: pg.Pool | null = null

function toParameter(type: string, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (value === Prisma.DbNull || value === null) return null
  return type === 'Json' ? JSON.stringify(value) : value
}

/** One plain row: said to Postgres at once it takes a quarter of what Prisma's planning of it does, and most of what tests
 *  begin with is such rows. */
async function insert(database: pg.Pool, { dbName, fields }: Model, data: Row): Promise<void> {
  const given = fields.filter(({ name }) => data[name] !== undefined)
  const columns = given.map(({ name, dbName: column = name }) => `"${column}"`)
  const values = given.map(({ name, type }) => toParameter(type, data[name]))
  const places = given.map((_, index) => `$${index + 1}`)
  await database.query(`insert into "${dbName}" (${columns.join(', ')}) values (${places.join(', ')})`, values)
}

function open(connectionString: string | undefined): PrismaClient {
  const database = new pg.Pool({ connectionString, max: 2 })
  pool = database
  const plain = new PrismaClient({ adapter: new PrismaPg(database) })
  const { models } = (plain as unknown as { _runtimeDataModel: { models: Record<string, Model> } })._runtimeDataModel
  const create = async ({ model, args }: { model: string; args: { data: Row } }) => {
    const known = models[model]
    if (!known) throw new Error(`there is no model ${model}`)
    await insert(database, known, args.data)
    return args.data
  }
  return plain.$extends({ query: { $allModels: { create: create as never } } }) as unknown as PrismaClient
}

/** Writes rows straight into this file's database, past the commands: for what a test of queries begins with. `create`
 *  answers what it was given. */
export function rowWriter(): PrismaClient {
  client ??= open(process.env.DATABASE_URL)
  return client
}

/** Its connections would outlast the file, whose process goes on to the next. */
export async function disconnectRowWriter(): Promise<void> {
  await client?.$disconnect()
  await pool?.end()
  client = null
  pool = null
}
