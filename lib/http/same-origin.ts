import { DomainError } from '@/lib/domain/error'

/** Refuses a request that another site's page made with the member's cookie. Browsers say where a request comes from:
 *  `Sec-Fetch-Site` (Fetch Metadata), else `Origin`, which must be the host that was asked. A request that says neither
 *  comes from no page; it is refused too, as it has no business with a cookie. */
export function assertSameOrigin(request: Request): void {
  const site = request.headers.get('sec-fetch-site')
  if (site === 'same-origin') return
  const origin = request.headers.get('origin')
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  const isOurs = site === null && origin !== null && URL.canParse(origin) && new URL(origin).host === host
  if (!isOurs) throw new DomainError('forbidden', 'This request did not come from Remit itself.')
}
