/** The filter for a name or an address written in whatever case. Prisma asks with `ilike`, in which `_` and `%` stand for other
 *  characters: unless they are escaped, an address with one is also that of other people. */
export function sameText(value: string): { equals: string; mode: 'insensitive' } {
  return { equals: value.replaceAll(/[\\%_]/g, String.raw`\$&`), mode: 'insensitive' }
}
