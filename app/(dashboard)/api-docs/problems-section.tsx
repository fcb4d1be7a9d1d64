import { SectionHead } from '@/components/ui/section-head'

/** The codes that a caller meets most, each with what to do. */
const CODES: [code: string, status: number, what: string][] = [
  ['invalid_input', 400, 'Something in the body or the query is not understood; errors says where.'],
  ['unauthorized', 401, 'There is no token, or it lets nobody in; WWW-Authenticate says why.'],
  ['insufficient_scope', 403, 'The token lacks the scope that scope names. Make another.'],
  ['forbidden', 403, 'Whoever holds the token may not do this.'],
  ['self_approval', 403, 'You asked for it, or it is done in your name. Somebody else decides.'],
  ['not_asked', 403, 'The stage whose turn it is does not ask you.'],
  ['step_up_required', 403, 'For a critical system a token is not enough. Sign in and decide there.'],
  ['not_found', 404, 'There is none, or it is not shown to you.'],
  ['already_voted', 409, 'Your vote stands. It is not taken back.'],
  ['wrong_status', 409, 'It is over, or not yet so far; the sentence says how it stands.'],
  ['changed', 409, 'What is asked has changed since. Look at it again.'],
  ['lapsed', 409, 'Nobody decided in time. It has to be asked for again.'],
  ['in_progress', 409, 'The first call with this Idempotency-Key is being made. Try again.'],
  ['key_reused', 422, 'This Idempotency-Key was used for another request.'],
  ['rate_limited', 429, 'Too many calls with this token. Retry-After says when to go on.'],
  ['unavailable', 503, 'The database cannot be reached. Try again.'],
]

/** Problems, as RFC 9457 has them: their type leads here. */
export function ProblemsSection() {
  return (
    <section aria-labelledby="problems" className="page-inset mt-6 border-t border-line pt-4">
      <SectionHead id="problems" title="problems" note="application/problem+json" />
      <dl className="mt-1 max-w-220">
        {CODES.map(([code, status, what]) => (
          <div
            key={code}
            id={code}
            className="grid scroll-mt-14 gap-x-4 border-t border-line py-1.5 first:border-t-0 md:grid-cols-[208px_minmax(0,1fr)]"
          >
            <dt>
              <span className="code">{code}</span> <span className="text-12 text-fg-3 tabular-nums">{status}</span>
            </dt>
            <dd className="text-fg-2">{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
