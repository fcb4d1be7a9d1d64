'use server'
import { pageContext } from '@/lib/http/context'
import { endSignIn } from '@/lib/http/end-sign-in'
import { type Found, searchEverything } from '@/lib/queries/search-everything'

const SECTIONS: Record<Found['kind'], string> = {
  identity: 'identities',
  system: 'systems',
  grant: 'grants',
  session: 'sessions',
  finding: 'findings',
}

function hrefOf({ kind, id }: Found): string {
  return kind === 'finding' ? `/findings?view=all&finding=${id}` : `/${SECTIONS[kind]}/${id}`
}

/** What ⌘K offers for the words typed. */
export async function search(words: string) {
  const matches = await searchEverything(await pageContext(), String(words).slice(0, 200))
  return matches.map((match) => ({ href: hrefOf(match), label: match.name, note: match.note ?? match.kind }))
}

/** Signs the member out of Remit; the identity provider's own session is theirs to end. */
export async function signOut() {
  await endSignIn()
}
