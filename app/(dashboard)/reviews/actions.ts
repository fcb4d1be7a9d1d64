'use server'
import type { z } from 'zod'
import { closeReview, closeReviewInput } from '@/lib/commands/close-review'
import { action } from '@/lib/http/action'

const closeAction = action(closeReviewInput, closeReview)

export async function closeTheReview(input: z.input<typeof closeReviewInput>) {
  return closeAction(input)
}
