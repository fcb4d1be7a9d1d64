import { z } from 'zod'

const problem = z.object({ file: z.string().optional(), position: z.string().optional(), reason: z.string() })

/** Something an ingest could not read, in one sentence: the file, where in it (`record 3, byte 812`), and why. Whatever
 *  has another shape is told as it is. */
export function describeIngestProblem(value: unknown): string {
  const { data } = problem.safeParse(value)
  if (!data) return typeof value === 'string' ? value : JSON.stringify(value)
  const place = [data.file, data.position].filter(Boolean).join(', ')
  return [place, data.reason].filter(Boolean).join(': ')
}
