type Query = Record<string, string | string[] | undefined>

const HERE = 'http://remit'

/** The page asked for, with its filters: whatever else stands in the query of the sign-in page belonged to it. Only ever a
 *  path of Remit: of an address elsewhere its path, of what is no address the Overview. Two slashes at its beginning would
 *  be another host (RFC 3986 §4.2). */
export function returnAddress({ callbackUrl, error: _, ...rest }: Query): string {
  const asked = typeof callbackUrl === 'string' && URL.canParse(callbackUrl, HERE) ? callbackUrl : '/'
  const address = new URL(asked, HERE)
  for (const [name, value] of Object.entries(rest)) {
    for (const each of [value ?? []].flat()) address.searchParams.append(name, each)
  }
  return `/${address.pathname.replace(/^\/+/, '')}${address.search}`
}
