import type { GuardrailAction, GuardrailRequest } from '@/lib/domain/guardrail'
import type { AccessLevel } from '@/lib/domain/permission'
import { hourAndWeekday } from '@/lib/domain/window'
import { toPublicId } from '@/lib/id'

type Identity = GuardrailRequest['actor'] & { id: string }
type System = GuardrailRequest['system'] & { id: string }

/** A grant that is asked for, as guardrails see it. Ids are UUIDs. `targets`: what is asked for on each system. */
export type GuardedGrant = {
  action: Extract<GuardrailAction, 'request' | 'breakGlass'>
  principal: Identity | undefined
  actor: Identity | undefined
  targets: readonly {
    system: System | undefined
    permissions: readonly { key: string; accessLevel: AccessLevel }[]
    tenants: readonly string[]
    resources: readonly string[]
  }[]
  breadth: number
  ttlSeconds: number
  isPermanent: boolean
  chainDepth: number
  requester: GuardrailRequest['requester']
  ticket: string | null
  purpose: string | null
  now: Date
  timeZone: string
}

function asked(party: Identity | undefined): GuardrailRequest['actor'] {
  if (!party) throw new Error('somebody whom guardrails have to know is not there')
  return { ...party, id: toPublicId('identity', party.id) }
}

/** The question to guardrails for each system of a grant. */
export function toGrantRequests(grant: GuardedGrant): GuardrailRequest[] {
  const { action, breadth, ttlSeconds, isPermanent, chainDepth, requester, ticket, purpose, now, timeZone } = grant
  const common = { action, breadth, ttlSeconds, isPermanent, chainDepth, ...hourAndWeekday(now, timeZone) }
  const said = { ...(requester && { requester }), ...(ticket && { ticket }), ...(purpose && { purpose }) }
  return grant.targets.map(({ system, permissions, tenants, resources }) => {
    if (!system) throw new Error('a system that guardrails have to know is not there')
    const { id: _, ...facts } = system
    return {
      ...{ ...common, ...said, principal: asked(grant.principal), actor: asked(grant.actor), system: facts },
      permissions: permissions.map(({ key }) => key),
      accessLevels: [...new Set(permissions.map(({ accessLevel }) => accessLevel))],
      tenants: [...tenants],
      resources: [...resources],
    }
  })
}
