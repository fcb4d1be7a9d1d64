import type { NamedTarget } from '@/lib/domain/grant-choice'
import type { IssuableGrant } from '@/lib/domain/issuance'
import type { Form } from '@/lib/oauth/form'
import { OAuthError } from '@/lib/oauth/oauth-error'

const MOST_TARGETS = 50

/** An absolute URI without fragment (RFC 8707 §2). */
function checkResource(uri: string): void {
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(uri) && URL.canParse(uri)
  if (isAbsolute && !uri.includes('#')) return
  throw new OAuthError('invalid_target', 'A resource has to be an absolute URI without a fragment.')
}

/** The systems that a request names, in its order (RFC 8693 §2.1: `resource` and `audience` may repeat and be mixed).
 *  @throws OAuthError `invalid_target` */
export function readTargets(form: Form): NamedTarget[] {
  const [resources, audiences] = [form.all('resource'), form.all('audience')]
  resources.forEach(checkResource)
  if (resources.length + audiences.length > MOST_TARGETS)
    throw new OAuthError('invalid_target', `At most ${MOST_TARGETS} targets.`)
  return [
    ...resources.map((name): NamedTarget => ({ by: 'resource', name })),
    ...audiences.map((name): NamedTarget => ({ by: 'audience', name })),
  ]
}

/** What `aud` says (RFC 9068 §2.2): the very names that were asked for, else that of the systems granted. */
export function audienceOf(
  targets: readonly NamedTarget[],
  grant: IssuableGrant,
  systemIds: readonly string[],
): string[] {
  if (targets.length > 0) return [...new Set(targets.map(({ name }) => name))]
  const granted = grant.targets.filter(({ systemId }) => systemIds.includes(systemId))
  return granted.map(({ resourceUri, systemKey }) => resourceUri ?? systemKey)
}
