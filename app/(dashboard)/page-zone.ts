import { cache } from 'react'
import { pageContext } from '@/lib/http/context'
import { getOrganisation } from '@/lib/queries/get-organisation'

/** The organisation's time zone, for words and charts that a page writes on the server; a time that stands alone is an
 *  `ExactTime`. Once a request. */
export const pageZone = cache(async (): Promise<string> => (await getOrganisation(await pageContext())).timeZone)
