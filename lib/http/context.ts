import { redirect } from 'next/navigation'
import { cache } from 'react'
import { findContext } from '@/lib/auth/current-actor'
import type { Context } from '@/lib/domain/context'

/** The signed-in member's context for a page or a route; whoever is not signed in is sent to sign in, a person who is
 *  no member to the page that says so. Once a request. */
export const pageContext = cache(async (): Promise<Context> => {
  const found = await findContext()
  if (found.kind === 'signed-out') redirect('/sign-in')
  if (found.kind === 'no-member') redirect('/no-member')
  return found.context
})
