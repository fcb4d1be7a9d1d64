import { z } from 'zod'
import type { PolicyVersionStatus } from '@/lib/domain/life'

/** The two kinds of rules that have versions: who must agree, and what nobody can agree to. */
export const POLICY_KINDS = ['approvals', 'guardrails'] as const
export type PolicyKind = (typeof POLICY_KINDS)[number]

/** How long a proposed version waits for a second person, in hours. */
export const PROPOSAL_HOURS = 14 * 24

/** What is asked where rules are to change (`approvals.asked`). `basedOn`: the version in force that was edited; 0 = none. */
export const askedPolicy = z.object({
  kind: z.enum(POLICY_KINDS),
  version: z.number().int(),
  basedOn: z.number().int(),
  note: z.string(),
})
export type AskedPolicy = z.output<typeof askedPolicy>

/** One version as lists show it. Version 0 is what Remit brings along: it has no id, and nobody proposed it. */
export type PolicyVersionRow = {
  id: string | null
  kind: PolicyKind
  version: number
  status: PolicyVersionStatus
  note: string
  proposedBy: string
  proposedAt: Date | null
  decidedBy: string | null
  decidedAt: Date | null
  supersededAt: Date | null
  approvalId: string | null
  isMine: boolean
}
