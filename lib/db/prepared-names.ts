/** As many as the changes of the whole product have, with room; each is kept by Postgres once a connection. */
const MOST = 500
/** A list written out, one parameter each, is another text for each length. */
const MOST_PARAMETERS = 64
/** What is asked for by `*` is another row after a migration, and Postgres then refuses the plan it kept. */
const ALL_COLUMNS = /\bselect\s+\*|\.\*/i

const names = new Map<string, string>()

/** The name by which Postgres keeps a statement's plan on a connection, so that it is parsed and planned once; empty, which is no
 *  name, for one that is not worth keeping, or where there are too many already. */
export function preparedName({ sql, args }: { sql: string; args: readonly unknown[] }): string {
  const known = names.get(sql)
  if (known) return known
  if (names.size >= MOST || args.length > MOST_PARAMETERS || ALL_COLUMNS.test(sql)) return ''
  const name = `change-${names.size}`
  names.set(sql, name)
  return name
}
