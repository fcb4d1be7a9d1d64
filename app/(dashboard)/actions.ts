'use server'
import type { z } from 'zod'
import { deleteView, deleteViewInput } from '@/lib/commands/delete-view'
import { saveView, saveViewInput } from '@/lib/commands/save-view'
import { action } from '@/lib/http/action'
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

const saveAction = action(saveViewInput, saveView)
const deleteAction = action(deleteViewInput, deleteView)

/** What ⌘K offers for the words typed. */
export async function search(words: string) {
  const matches = await searchEverything(await pageContext(), String(words).slice(0, 200))
  return matches.map((match) => ({ href: hrefOf(match), label: match.name, note: match.note ?? match.kind }))
}

/** Signs the member out of Remit; the identity provider's own session is theirs to end. */
export async function signOut() {
  await endSignIn()
}

export async function saveTheView(input: z.input<typeof saveViewInput>) {
  return saveAction(input)
}

export async function deleteTheView(input: z.input<typeof deleteViewInput>) {
  return deleteAction(input)
}
