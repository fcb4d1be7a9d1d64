import { z } from 'zod'

/** What an external reviewer may say. None of these approves: people do. */
export const REVIEW_VERDICTS = ['comment', 'deny', 'abstain'] as const
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number]

/** Its answer to the question that was posted to it. More than this is not read. */
export const reviewAnswer = z.object({
  verdict: z.enum(REVIEW_VERDICTS),
  comment: z.string().trim().max(2000).default(''),
})
export type ReviewAnswer = z.output<typeof reviewAnswer>

/** What is put down as its note. `mayDeny`: its word to deny decides. */
export function reviewNote({ verdict, comment }: ReviewAnswer, mayDeny: boolean): string {
  const said = comment || 'No comment.'
  if (verdict === 'deny') return `${mayDeny ? 'Denies' : 'Would deny'}: ${said}`
  return verdict === 'abstain' ? `Abstains: ${said}` : said
}
