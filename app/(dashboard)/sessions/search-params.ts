export type SearchParams = Record<string, string | string[] | undefined>

/** An address's parameters with one value each: the first of those that were given twice. */
export function singleValues(params: SearchParams): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]),
  )
}

/** The same address with some parameters changed; null takes one away. */
export function hrefWith(
  path: string,
  params: Record<string, string | undefined>,
  change: Record<string, string | null>,
): string {
  const next = new URLSearchParams()
  for (const [key, value] of Object.entries({ ...params, ...change })) if (value) next.set(key, value)
  return next.size > 0 ? `${path}?${next}` : path
}
