import { z } from 'zod'

const problem = z.object({
  file: z.string().optional(),
  record: z.number().optional(),
  offset: z.number().optional(),
  reason: z.string(),
})

/** Something an ingest could not read, in one sentence: the file, the record (counted from 1), the byte offset in the
 *  uncompressed file, and why. Whatever has another shape is told as it is. */
export function describeIngestProblem(value: unknown): string {
  const { data } = problem.safeParse(value)
  if (!data) return typeof value === 'string' ? value : JSON.stringify(value)
  const { file, record, offset, reason } = data
  const place = [file, record !== undefined && `record ${record}`, offset !== undefined && `byte ${offset}`]
  return [place.filter(Boolean).join(', '), reason].filter(Boolean).join(': ')
}
