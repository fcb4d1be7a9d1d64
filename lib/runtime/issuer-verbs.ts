import { changeIssuer } from '@/lib/commands/change-issuer'
import { linkSubject, linkSubjectInput } from '@/lib/commands/link-subject'
import { trustIssuer, trustIssuerInput } from '@/lib/commands/trust-issuer'
import { unlinkSubject, unlinkSubjectInput } from '@/lib/commands/unlink-subject'
import type { Context } from '@/lib/domain/context'
import { listTrustedIssuers } from '@/lib/queries/list-trusted-issuers'
import { parseOptions, readJsonFile } from '@/lib/runtime/parse-options'

export type TrustOptions = {
  name?: string
  audience: string[]
  identifyBy?: string
  jwks?: string
  jwksUri?: string
}

export async function trustFromTerminal(ctx: Context, issuer: string, options: TrustOptions) {
  const { name = issuer, audience: audiences, identifyBy, jwksUri } = options
  const jwks = await readJsonFile(options.jwks)
  const input = parseOptions(trustIssuerInput, { issuer, name, audiences, identifyBy, jwks, jwksUri })
  const { issuerId } = await trustIssuer(ctx, input)
  return { issuer_id: issuerId, issuer }
}

/** `reference`: `iss_…`, or the issuer as tokens name it. */
export async function switchIssuerFromTerminal(ctx: Context, verb: 'disable' | 'enable', reference: string) {
  const { status } = await changeIssuer(ctx, { issuer: reference, status: verb === 'disable' ? 'disabled' : 'active' })
  return { issuer: reference, status }
}

export type LinkOptions = { issuer: string; subject: string; identity?: string }

export async function linkFromTerminal(ctx: Context, options: LinkOptions) {
  const input = parseOptions(linkSubjectInput, options)
  await linkSubject(ctx, input)
  return { ...input }
}

export async function unlinkFromTerminal(ctx: Context, options: LinkOptions) {
  return unlinkSubject(ctx, parseOptions(unlinkSubjectInput, options))
}

export const issuersForTerminal = (ctx: Context) => listTrustedIssuers(ctx)
