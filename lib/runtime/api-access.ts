import { settings } from '@/lib/env'
import type { ApiAccess } from '@/lib/runtime/api-client'
import type { GlobalOptions } from '@/lib/runtime/cli-answer'
import { UsageError } from '@/lib/runtime/usage-error'

export type ApiOptions = GlobalOptions & { url?: string; token?: string }

const isLocal = ({ hostname }: URL) => ['localhost', '127.0.0.1', '[::1]'].includes(hostname)

/** The API that a verb is to call: `--url` and `--token`, else REMIT_URL and REMIT_TOKEN; null where there is no token. A
 *  token goes nowhere unencrypted but to this machine. */
export function findApiAccess({ url, token }: ApiOptions): ApiAccess | null {
  const { REMIT_URL, REMIT_TOKEN } = settings()
  const [where, key] = [url ?? REMIT_URL, token ?? REMIT_TOKEN]
  if (!key) return null
  if (!URL.canParse(where)) throw new UsageError(`${where} is no address.`)
  const { protocol } = new URL(where)
  if (protocol !== 'https:' && !(protocol === 'http:' && isLocal(new URL(where))))
    throw new UsageError('A token is sent by https only, unless to this machine.')
  return { url: where, token: key }
}

/** As `findApiAccess`, for what only the API can do. @throws UsageError without a token */
export function getApiAccess(options: ApiOptions): ApiAccess {
  const access = findApiAccess(options)
  if (access) return access
  throw new UsageError('This calls the API: set REMIT_URL and REMIT_TOKEN, or say --url and --token.')
}
