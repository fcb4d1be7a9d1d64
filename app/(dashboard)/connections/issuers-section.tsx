import { EmptyState } from '@/components/ui/empty-state'
import { SectionHead } from '@/components/ui/section-head'
import { Tag } from '@/components/ui/tag'
import type { IssuerRow } from '@/lib/domain/client-row'
import { formatNumber, plural } from '@/lib/format'
import { IssuerSwitch } from './issuer-switch'
import { TrustIssuer } from './trust-issuer-dialog'

function keysOf({ keys, jwksUri }: IssuerRow): string {
  if (jwksUri) return `keys at ${jwksUri}`
  return keys > 0 ? `${plural(keys, 'key')} by hand` : 'keys found by discovery'
}

function Issuer({ issuer, canManage }: { issuer: IssuerRow; canManage: boolean }) {
  const { name, status, audiences, identifyBy, federations, subjects } = issuer
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <b>{name}</b>
        {status === 'disabled' ? <Tag red>disabled</Tag> : null}
        <span className="code min-w-0 break-all text-fg-2">{issuer.issuer}</span>
        {canManage ? (
          <span className="ml-auto">
            <IssuerSwitch issuer={issuer} />
          </span>
        ) : null}
      </div>
      <p className="mt-0.5 text-12 text-fg-2">
        {plural(federations, 'federation')} of clients, {plural(subjects, 'linked subject')}
        <span className="text-fg-3">
          {' '}
          · known by {identifyBy === 'sub' ? 'subject' : 'e-mail address'} · {keysOf(issuer)}
        </span>
      </p>
      <p className="text-12 text-fg-3">
        for <span className="code break-all">{audiences.join(', ')}</span>
      </p>
    </li>
  )
}

type Props = { issuers: IssuerRow[]; canManage: boolean; audience: string }

/** Whose tokens are believed. `audience` is the token service's own address. */
export function IssuersSection({ issuers, canManage, audience }: Props) {
  return (
    <section aria-labelledby="issuers" className="page-inset border-b border-line py-4">
      <SectionHead
        id="issuers"
        title="Trusted issuers"
        note={issuers.length > 0 ? formatNumber(issuers.length) : undefined}
        end={canManage ? <TrustIssuer audience={audience} /> : 'Admins decide whom to trust'}
      />
      {issuers.length > 0 ? (
        <ul className="mt-1">
          {issuers.map((issuer) => (
            <Issuer key={issuer.id} issuer={issuer} canManage={canManage} />
          ))}
        </ul>
      ) : (
        <EmptyState title="No issuer is trusted yet">
          An identity provider or platform whose tokens say who somebody is stands here: workloads then need no secret.
        </EmptyState>
      )}
    </section>
  )
}
