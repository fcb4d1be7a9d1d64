/** One grant of the story and how it is lived. Days count back from now; `perDay` sessions on each of the last days. */
export type Delegation = {
  name: string
  actor: string
  principal: string
  owner?: string
  system: string
  permissions: string[]
  used: string[]
  ttlSeconds: number
  standingDays: number
  expiresInDays: number | null
  perDay: number
  live: number
  purpose: string
  ticket?: string
  maxChainDepth?: number
  idleDays?: number
}
