/** SQLSTATE classes that say "not now": connection, resources, operator; what the driver says; and Prisma's words for it. */
const CODES = /^(08|53|57P|58|E[A-Z]+$|P10(01|02|08|17)$|P2024$|P2028$)/
const MESSAGES = /timeout|terminated|Connection ended|not queryable|reach database server|DatabaseNotReachable|ECONN/i

/** Whether an error says that the database cannot be reached, as opposed to having refused something. */
export function isUnreachable(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: string }
  if (typeof code === 'string' && CODES.test(code)) return true
  return (code === undefined || code === 'P2010') && MESSAGES.test(message ?? '')
}
