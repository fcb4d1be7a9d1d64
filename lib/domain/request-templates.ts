import type { AccessLevel } from '@/lib/domain/permission'
import type { RequestForm } from '@/lib/domain/request-form'

type Known = { key: string; accessLevel: AccessLevel }
type Terms = Partial<Pick<RequestForm, 'maxSessionTtlSeconds' | 'stands' | 'requiresSessionApproval' | 'windows'>>

/** What people often ask for, in their words: which permissions of a system it takes, and on which terms. `note`: what is
 *  still to be said. */
export type RequestTemplate = {
  id: string
  name: string
  note: string
  terms: Terms
  takes: (permission: Known) => boolean
  /** Without one of these the template says nothing about a system. */
  needs: (permission: Known) => boolean
}

const MINUTE = 60
const HOUR = 3600
const DAY = 24 * HOUR
const reads = ({ accessLevel }: Known) => accessLevel === 'list' || accessLevel === 'read'
const nounOf = (key: string) => key.split(/[:.]/)[0]?.toLowerCase() ?? ''
const matches = (pattern: RegExp) => (permission: Known) => pattern.test(permission.key)

const isDeploying = matches(/deploy|release(?!.*payout)|rollout/i)
const isNote = (permission: Known) =>
  permission.accessLevel === 'write' && /(note|comment|reply)/i.test(permission.key) && !/delete/i.test(permission.key)
const isCase = matches(/^(case|ticket|issue|note|comment|attachment)/i)
const isReset = matches(/(password|credential|mfa).*reset|reset.*(password|credential)/i)
const isUser = matches(/^(user|account)/i)
const isRecord = (permission: Known) => reads(permission) && !/secret|key|credential/i.test(nounOf(permission.key))

export const REQUEST_TEMPLATES: readonly RequestTemplate[] = [
  {
    id: 'deploy',
    name: 'Deploy to one environment',
    note: 'A person approves each release, and its session lives 15 minutes. Name the resources of the environment.',
    terms: {
      maxSessionTtlSeconds: 15 * MINUTE,
      requiresSessionApproval: true,
      stands: { kind: 'for', seconds: 90 * DAY },
    },
    takes: (permission) =>
      isDeploying(permission) && !/delete/i.test(permission.key) && permission.accessLevel !== 'credentials',
    needs: (permission) => isDeploying(permission) && permission.accessLevel === 'write',
  },
  {
    id: 'read-and-note',
    name: 'Read cases, write notes',
    note: 'Reads what a case is about and adds notes; changes nothing else.',
    terms: { maxSessionTtlSeconds: HOUR, stands: { kind: 'for', seconds: 90 * DAY } },
    takes: (permission) => isNote(permission) || (isCase(permission) && reads(permission)),
    needs: isNote,
  },
  {
    id: 'reset-in-window',
    name: 'Reset passwords in the maintenance window',
    note: 'Name the one tenant, and change the window to yours.',
    terms: {
      maxSessionTtlSeconds: 30 * MINUTE,
      windows: [{ weekdays: [2, 4], startMinute: 22 * 60, durationMinutes: 180, timeZone: 'Europe/Berlin' }],
    },
    takes: (permission) => isReset(permission) || (isUser(permission) && reads(permission)),
    needs: isReset,
  },
  {
    id: 'pull-records',
    name: 'Pull records once',
    note: 'Reads and lists; the session is dropped when the pull is done, and the grant is over after a day.',
    terms: { maxSessionTtlSeconds: HOUR, stands: { kind: 'for', seconds: DAY } },
    takes: isRecord,
    needs: isRecord,
  },
]

/** Where a template fits a system, and which of its permissions it takes. A catalogue of thousands is searched, not taken. */
export function templatesFor(permissions: readonly Known[]): { id: string; keys: string[] }[] {
  return REQUEST_TEMPLATES.filter(({ needs }) => permissions.some(needs)).map(({ id, takes }) => {
    return { id, keys: permissions.filter(takes).map(({ key }) => key) }
  })
}
