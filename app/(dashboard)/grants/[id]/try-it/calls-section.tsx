import { CopyButton } from '@/components/ui/copy-button'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import type { TokenCall } from '@/lib/domain/token-call'
import type { Trial } from './read-trial'

function Call({ call }: { call: TokenCall }) {
  const { title, words, command, needs } = call
  return (
    <div className="mt-3">
      <h3 className="text-13 font-medium">{title}</h3>
      <p className="text-12 text-fg-2">{words}</p>
      <div className="relative mt-1 rounded-md bg-surface-sunken">
        <CopyButton what={`command: ${title.toLowerCase()}`} text={command} className="absolute top-1 right-1" />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre tabIndex={0} className="code overflow-x-auto p-2 pr-9 leading-5">
          {command}
        </pre>
      </div>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-12 text-fg-3">
        {needs.map(({ name, what }) => (
          <div key={name} className="contents">
            <dt className="code text-fg-2">{name}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** The exact calls for what was chosen, to copy. */
export function CallsSection({ trial }: { trial: Trial }) {
  const { calls, client, terms } = trial
  const { actor } = terms
  return (
    <section aria-labelledby="calls" className="page-inset min-w-0 pt-4 pb-6">
      <SectionHead id="calls" title="How a client asks for it" />
      <p className="mt-1 text-fg-2">
        {client ? (
          <>
            As client <b>{client.name}</b> <span className="code">{client.id}</span> of{' '}
          </>
        ) : (
          <>No client may ask yet. An admin makes one on the page of </>
        )}
        <Link href={`/identities/${actor.id}`} className="text-accent-fg underline">
          {actor.name}
        </Link>
        .
      </p>
      {calls.map((call) => (
        <Call key={call.title} call={call} />
      ))}
    </section>
  )
}
