import type { PrismaClient } from '@/generated/prisma/client'
import type { Tx } from '@/lib/db'

/** The IANA time zone by whose clock an organisation's pages and letters tell their times. */
export async function readZone(db: Tx | PrismaClient, orgId: string): Promise<string> {
  return (await db.organisation.findUniqueOrThrow({ where: { id: orgId }, select: { timeZone: true } })).timeZone
}
