'use client'
import { CirclePlay, CircleSlash, MoreHorizontal, Pencil, RotateCw, Send } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Answer } from '@/components/session/session-actions'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import { changeTheEndpoint, testTheEndpoint } from './actions'
import { type ChangeableEndpoint, EndpointChange } from './endpoint-change'
import { EndpointSecret } from './endpoint-secret'

async function say<T>(answer: Promise<Answer<T>>, done: string): Promise<T | undefined> {
  const result = await answer
  toast(result.ok ? done : result.problem.message)
  return result.ok ? result.value : undefined
}

type Deeds = { test: () => void; change: () => void; rotate: () => void; turn: (to: 'active' | 'disabled') => void }

function EndpointMenu({ endpoint: { name, kind, status }, deeds }: { endpoint: ChangeableEndpoint; deeds: Deeds }) {
  const isActive = status === 'active'
  const trigger = (
    <IconButton label={`What to do with ${name}`}>
      <MoreHorizontal aria-hidden="true" />
    </IconButton>
  )
  return (
    <DropdownMenu trigger={trigger} align="end">
      {isActive && kind !== 'ticket' ? (
        <MenuItem icon={<Send aria-hidden="true" />} onSelect={deeds.test}>
          Send a test
        </MenuItem>
      ) : null}
      <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={deeds.change}>
        Change
      </MenuItem>
      <MenuItem icon={<RotateCw aria-hidden="true" />} onSelect={deeds.rotate}>
        New secret
      </MenuItem>
      {isActive ? (
        <MenuItem ends icon={<CircleSlash aria-hidden="true" />} onSelect={() => deeds.turn('disabled')}>
          Disable
        </MenuItem>
      ) : (
        <MenuItem icon={<CirclePlay aria-hidden="true" />} onSelect={() => deeds.turn('active')}>
          Let it work again
        </MenuItem>
      )}
    </DropdownMenu>
  )
}

/** What an admin does with an endpoint: try it, change it, stop it, let it go on, give it another secret. */
export function EndpointDeeds({ endpoint }: { endpoint: ChangeableEndpoint }) {
  const { id: endpointId, name } = endpoint
  const [isChanging, setChanging] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const rotate = async () => {
    const changed = await say(changeTheEndpoint({ endpointId, rotate: true }), `${name} has a new secret`)
    if (changed?.secret) setSecret(changed.secret)
  }
  const deeds: Deeds = {
    test: () => void say(testTheEndpoint({ endpointId }), `A test is on its way to ${name}`),
    change: () => setChanging(true),
    rotate: () => void rotate(),
    turn: (status) => {
      const is = status === 'active' ? 'active again' : 'disabled'
      void say(changeTheEndpoint({ endpointId, status }), `${name} is ${is}`)
    },
  }
  return (
    <>
      <EndpointMenu endpoint={endpoint} deeds={deeds} />
      {isChanging ? <EndpointChange endpoint={endpoint} onClose={() => setChanging(false)} /> : null}
      {secret ? <EndpointSecret name={name} secret={secret} onClose={() => setSecret(null)} /> : null}
    </>
  )
}
