import { EmptyState } from '@/components/ui/empty-state'
import { SectionHead } from '@/components/ui/section-head'
import type { Context } from '@/lib/domain/context'
import { formatNumber } from '@/lib/format'
import type { IdentityDetail } from '@/lib/queries/get-identity'
import { ClientItem } from './client-item'
import { NewClient } from './new-client'
import { readClientsPage } from './read-clients-page'
import { SubjectsSection } from './subjects-section'

type Read = Awaited<ReturnType<typeof readClientsPage>>

function ClientList({ identity, read, now }: { identity: IdentityDetail; read: Read; now: Date }) {
  const { clients, more, manage, issuer } = read
  const disabled = clients.filter(({ status }) => status === 'disabled').length
  const count = `${more ? 'the newest ' : ''}${formatNumber(clients.length)}${disabled > 0 ? `, ${disabled} disabled` : ''}`
  return (
    <section aria-labelledby="clients" className="page-inset border-b border-line pt-4 pb-3">
      <SectionHead
        id="clients"
        title="Clients"
        note={clients.length > 0 ? count : undefined}
        end={
          manage ? <NewClient identity={identity} systems={manage.systems} issuer={issuer} /> : 'Admins manage clients'
        }
      />
      {clients.length === 0 ? (
        <EmptyState title="No client yet">
          A client is how {identity.name} asks the token service for sessions
          {manage ? '.' : ', or checks the tokens of others. An admin makes one.'}
        </EmptyState>
      ) : null}
      <ul className="mt-1">
        {clients.map((client) => (
          <ClientItem key={client.id} client={client} now={now} issuers={manage?.issuers ?? null} issuer={issuer} />
        ))}
      </ul>
    </section>
  )
}

/** How an identity asks for sessions, and who it is elsewhere. People have no clients: they sign in. */
export async function ClientsSection({ ctx, identity }: { ctx: Context; identity: IdentityDetail }) {
  const read = await readClientsPage(ctx, identity.id)
  const { id, name } = identity
  return (
    <>
      {identity.needsOwner ? <ClientList identity={identity} read={read} now={ctx.now} /> : null}
      <SubjectsSection
        identity={{ id, name }}
        subjects={read.subjects}
        issuers={read.manage?.issuers ?? null}
        now={ctx.now}
      />
    </>
  )
}
