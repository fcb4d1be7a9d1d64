import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import type { IdentityDetail } from '@/lib/queries/get-identity'

/** Requests for a session that were refused to it, or in its name. */
export function AttemptsSection({ attempts, now }: { attempts: IdentityDetail['attempts']; now: Date }) {
  return (
    <section aria-labelledby="attempts" className="page-inset pt-4 pb-4">
      <SectionHead id="attempts" title="Refused" note="attempts, never sessions" />
      {attempts.length === 0 ? <p className="mt-1 text-fg-2">Nothing was refused to it or in its name.</p> : null}
      <ul className="mt-1">
        {attempts.map(({ id, at, actor, principal, code, message }) => (
          <li key={id} className="border-b border-line py-1.5 last:border-b-0">
            <span className="flex items-baseline gap-2">
              <span className="code min-w-0 flex-1 truncate text-danger-fg">{code}</span>
              <RelativeTime at={at} now={now} className="text-12 text-fg-3" />
            </span>
            <span className="block text-12 text-fg-2">
              {actor ?? 'somebody unknown'} {principal && principal !== actor ? `for ${principal}` : ''}
            </span>
            {message ? <span className="block text-12 break-words text-fg-3">{message}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
