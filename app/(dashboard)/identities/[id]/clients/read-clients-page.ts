import { tokenServiceAddress } from '@/lib/auth/token-service-address'
import { isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { sessionListRequest } from '@/lib/domain/session-filter'
import { listClients } from '@/lib/queries/list-clients'
import { listIdentitySubjects } from '@/lib/queries/list-identity-subjects'
import { listSessionFilterOptions } from '@/lib/queries/list-session-filter-options'
import { listTrustedIssuers } from '@/lib/queries/list-trusted-issuers'

const SHOWN = 50

/** What the dialogs offer; null for who manages no clients. */
async function readManage(ctx: Context) {
  if (!isAllowed(ctx, 'manage-clients')) return null
  const [issuers, options] = await Promise.all([
    listTrustedIssuers(ctx),
    listSessionFilterOptions(ctx, sessionListRequest.parse({})),
  ])
  return { issuers, systems: options.systems }
}

/** Everything that an identity's page says of its clients. */
export async function readClientsPage(ctx: Context, identity: string) {
  const [page, subjects, manage] = await Promise.all([
    listClients(ctx, { identity, limit: SHOWN }),
    listIdentitySubjects(ctx, identity),
    readManage(ctx),
  ])
  return { clients: page.rows, more: page.next !== null, subjects, manage, issuer: tokenServiceAddress() }
}
