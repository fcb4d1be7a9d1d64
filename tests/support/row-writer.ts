import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '@/generated/prisma/client'

let client: PrismaClient | null = null

/** Writes rows straight into this file's database, past the commands: for what a test of queries begins with. */
export function rowWriter(): PrismaClient {
  client ??= new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL, max: 2 }) })
  return client
}

/** Its connections would outlast the file, whose process goes on to the next. */
export async function disconnectRowWriter(): Promise<void> {
  await client?.$disconnect()
  client = null
}
