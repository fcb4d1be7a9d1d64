import { CircleSlash } from 'lucide-react'
import { CopyButton } from '@/components/ui/copy-button'
import { Status } from '@/components/ui/status'
import { Tag } from '@/components/ui/tag'
import type { ClientRow } from '@/lib/domain/client-row'
import { ClientDeeds } from './client-deeds'
import { ClientFacts, type ClientItemProps } from './client-facts'

function StatusWord({ status }: { status: ClientRow['status'] }) {
  if (status === 'active') return <Status word="active" />
  return (
    <span className="inline-flex items-center gap-1.25 text-status-revoked-fg">
      <CircleSlash aria-hidden="true" className="size-3" strokeWidth={1.75} />
      disabled
    </span>
  )
}

/** One client: how it proves itself, what it checks and what it may ask for. */
export function ClientItem(props: ClientItemProps) {
  const { client, issuers, issuer } = props
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <b>{client.name}</b>
        <StatusWord status={client.status} />
        <span className="flex items-center gap-0.5 text-fg-3">
          <span className="code break-all">{client.id}</span>
          <CopyButton text={client.id} what="client id" />
        </span>
        {client.systems.length > 0 ? <Tag>resource server</Tag> : null}
        {issuers ? <ClientDeeds client={client} issuers={issuers} issuer={issuer} /> : null}
      </div>
      <ClientFacts {...props} />
    </li>
  )
}
