import { z } from 'zod'

/** Why a person does something that others must be able to understand later: 3–1,000 characters. */
export const reasonInput = z
  .string()
  .trim()
  .min(3, 'Give a reason of at least three characters: it is kept in the audit log.')
  .max(1000, 'Keep the reason under 1,000 characters.')
