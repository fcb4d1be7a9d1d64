'use client'
import { CirclePlay, CircleSlash, MoreHorizontal, RotateCw, Send } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Answer } from '@/components/session/session-actions'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import type { EndpointRow } from '@/lib/domain/endpoint'
import { changeTheEndpoint, testTheEndpoint } from './actions'
import { EndpointSecret } from './endpoint-secret'

type Endpoint = Pick<EndpointRow, 'id' | 'name' | 'kind' | 'status'>

async function say<T>(answer: Promise<Answer<T>>, done: string): Promise<T | undefined> {
  const result = await answer
  toast(result.ok ? done : result.problem.message)
  return result.ok ? result.value : undefined
}

/** What an admin does with an endpoint: try it, stop it, let it go on, give it another secret. */
export function EndpointDeeds({ endpoint: { id: endpointId, name, kind, status } }: { endpoint: Endpoint }) {
  const [secret, setSecret] = useState<string | null>(null)
  const isActive = status === 'active'
  const test = () => say(testTheEndpoint({ endpointId }), `A test is on its way to ${name}`)
  const turn = (to: 'active' | 'disabled') =>
    say(changeTheEndpoint({ endpointId, status: to }), `${name} is ${to === 'active' ? 'active again' : 'disabled'}`)
  const rotate = async () => {
    const changed = await say(changeTheEndpoint({ endpointId, rotate: true }), `${name} has a new secret`)
    if (changed?.secret) setSecret(changed.secret)
  }
  const trigger = (
    <IconButton label={`What to do with ${name}`}>
      <MoreHorizontal aria-hidden="true" />
    </IconButton>
  )
  return (
    <>
      <DropdownMenu trigger={trigger} align="end">
        {isActive && kind !== 'ticket' ? (
          <MenuItem icon={<Send aria-hidden="true" />} onSelect={() => void test()}>
            Send a test
          </MenuItem>
        ) : null}
        <MenuItem icon={<RotateCw aria-hidden="true" />} onSelect={() => void rotate()}>
          New secret
        </MenuItem>
        {isActive ? (
          <MenuItem ends icon={<CircleSlash aria-hidden="true" />} onSelect={() => void turn('disabled')}>
            Disable
          </MenuItem>
        ) : (
          <MenuItem icon={<CirclePlay aria-hidden="true" />} onSelect={() => void turn('active')}>
            Let it work again
          </MenuItem>
        )}
      </DropdownMenu>
      {secret ? <EndpointSecret name={name} secret={secret} onClose={() => setSecret(null)} /> : null}
    </>
  )
}
