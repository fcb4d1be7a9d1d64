import { z } from 'zod'
import { safeUrlInput } from '@/lib/domain/safe-url'

/** By which claim of a token an identity is known: `sub` by what is linked to it, `email` by the address it has here. */
export const IDENTIFY_BY = ['sub', 'email'] as const
export type IdentifyBy = (typeof IDENTIFY_BY)[number]

/** What is believed of an issuer. Without `jwks` and `jwksUri` its keys are found by discovery (RFC 8414, OpenID). */
export const issuerTerms = z.object({
  name: z.string().trim().min(1, 'Give the issuer a name.').max(200),
  audiences: z
    .array(z.string().trim().min(1).max(500))
    .min(1, 'Name at least one audience: a token meant for somebody else is not taken.')
    .max(20)
    .transform((list) => [...new Set(list)]),
  identifyBy: z.enum(IDENTIFY_BY),
  jwks: z.unknown(),
  jwksUri: safeUrlInput.nullable(),
})
