/** SQLSTATE classes that say "not now": connection, resources, operator; what the driver says; and Prisma's words for it. */
const CODES = /^(08|53|57P|58|E[A-Z]+$|P10(01|02|08|17)$|P2024$|P2028$)/
const MESSAGES = /timeout|terminated|Connection ended|not queryable|reach database server|DatabaseNotReachable|ECONN/i

type Said = { code?: unknown; message?: string; meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } }

/** Whether an error says that the database cannot be reached, as opposed to having refused something. Prisma's own codes say
 *  too little of a server that starts or stops: what the driver said is within. */
export function isUnreachable(error: unknown): boolean {
  const { code, message, meta } = error as Said
  const said = [code, meta?.driverAdapterError?.cause?.originalCode]
  if (said.some((one) => typeof one === 'string' && CODES.test(one))) return true
  return (code === undefined || code === 'P2010') && MESSAGES.test(message ?? '')
}
