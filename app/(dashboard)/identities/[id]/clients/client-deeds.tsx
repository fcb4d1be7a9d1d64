'use client'
import { CirclePlay, CircleSlash, Ellipsis, KeyRound, RefreshCw, ScrollText } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem, MenuLink } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import type { ClientRow, IssuerRow } from '@/lib/domain/client-row'
import { takesSecret } from '@/lib/domain/client-terms'
import { enableTheClient } from './actions'
import { DisableDialog } from './disable-dialog'
import { FederateDialog } from './federate-dialog'
import { RotateDialog } from './rotate-dialog'

type Props = { client: ClientRow; issuers: IssuerRow[]; issuer: string }

async function enable({ id, name }: ClientRow): Promise<void> {
  const answer = await enableTheClient({ clientId: id, reason: 'Enabled on its identity’s page.' })
  toast(answer.ok ? `Enabled ${name}` : answer.problem.message)
}

function Menu({ client, onOpen }: { client: ClientRow; onOpen: (what: 'federate' | 'disable') => void }) {
  return (
    <DropdownMenu
      trigger={
        <IconButton label={`More for ${client.name}`}>
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuItem icon={<KeyRound aria-hidden="true" />} onSelect={() => onOpen('federate')}>
        Add federation
      </MenuItem>
      <MenuLink icon={<ScrollText aria-hidden="true" />} href={`/audit?subject=${client.id}`}>
        Its events
      </MenuLink>
      <MenuItem
        ends
        disabled={client.status === 'disabled'}
        icon={<CircleSlash aria-hidden="true" />}
        onSelect={() => onOpen('disable')}
      >
        Disable
      </MenuItem>
    </DropdownMenu>
  )
}

/** What an admin can do to a client. */
export function ClientDeeds({ client, issuers, issuer }: Props) {
  const [open, setOpen] = useState<'rotate' | 'federate' | 'disable' | null>(null)
  const close = () => setOpen(null)
  const trusted = issuers.filter(({ status }) => status === 'active')
  return (
    <span className="ml-auto flex items-center gap-1">
      {client.status === 'disabled' ? (
        <Button size="sm" icon={<CirclePlay aria-hidden="true" />} onClick={() => void enable(client)}>
          Enable
        </Button>
      ) : null}
      {client.status === 'active' && takesSecret(client.authMethods) ? (
        <Button size="sm" icon={<RefreshCw aria-hidden="true" />} onClick={() => setOpen('rotate')}>
          Rotate secret
        </Button>
      ) : null}
      <Menu client={client} onOpen={setOpen} />
      {open === 'rotate' ? <RotateDialog client={client} issuer={issuer} onClose={close} /> : null}
      {open === 'federate' ? (
        <FederateDialog client={client} issuers={trusted} audience={issuer} onClose={close} />
      ) : null}
      {open === 'disable' ? <DisableDialog client={client} onClose={close} /> : null}
    </span>
  )
}
