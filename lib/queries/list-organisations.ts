import { reader } from '@/lib/db'

/** Ids (UUIDs) of all organisations, or of the one with this slug: for the worker and the command line, which act for
 *  the installation and not for a member. */
export async function listOrganisations(slug?: string): Promise<{ id: string; slug: string; name: string }[]> {
  return reader().organisation.findMany({
    where: slug === undefined ? {} : { slug },
    select: { id: true, slug: true, name: true },
    orderBy: { slug: 'asc' },
  })
}
