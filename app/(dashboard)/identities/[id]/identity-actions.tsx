import { KeyRound } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button'
import { isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { IdentityDetail } from '@/lib/queries/get-identity'
import { ownerActions } from '../../grants/grant-actions'
import { markAsDeparted } from '../actions'
import { departing } from './departing'
import { IdentityDeeds } from './identity-deeds'

/** The buttons in the head of an identity's page, by the reader's roles. */
export function IdentityActions({ ctx, identity }: { ctx: Context; identity: IdentityDetail }) {
  const can = {
    assignOwner: isAllowed(ctx, 'assign-owner'),
    depart: isAllowed(ctx, 'assign-owner'),
    suspend: isAllowed(ctx, 'suspend-identity'),
  }
  const side = identity.kind === 'human' || identity.kind === 'team' ? 'principal' : 'actor'
  return (
    <>
      {identity.status === 'active' && isAllowed(ctx, 'request-grant') ? (
        <ButtonLink href={`/grants/new?${side}=${identity.id}`} icon={<KeyRound aria-hidden="true" />}>
          Request a grant
        </ButtonLink>
      ) : null}
      <IdentityDeeds identity={departing(identity)} can={can} owner={ownerActions} depart={markAsDeparted} />
    </>
  )
}
