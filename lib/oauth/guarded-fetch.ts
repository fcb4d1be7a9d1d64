import { type LookupAddress, lookup as lookUp } from 'node:dns'
import { get as getHttp, type IncomingMessage } from 'node:http'
import { get as getHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isLoopbackAddress, isPublicAddress } from '@/lib/oauth/public-address'

const LIMIT_MS = 3_000
const MAX_BYTES = 262_144

/** `isLocal`: this installation is on somebody's own machine, whose loopback it may ask, over http too. */
export type FetchGuard = { isLocal: boolean; lookup?: typeof lookUp }

/**
 * The JSON at an address that somebody configured: over https from the internet only, so that nobody can make the token
 * service ask its own network. The addresses a name stands for are judged at the moment of connecting. No redirect is
 * followed; at most 256 KB within three seconds.
 * @throws Error with half a sentence that says why not
 */
export async function fetchJson(address: string, guard: FetchGuard): Promise<unknown> {
  const url = new URL(address)
  checkUrl(url, guard)
  const text = await read(url, guardedLookup(guard))
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('it answered with something other than JSON')
  }
}

function isAllowed(address: string, { isLocal }: FetchGuard): boolean {
  return isPublicAddress(address) || (isLocal && isLoopbackAddress(address))
}

/** A host that is an address itself is never looked up. */
function checkUrl({ protocol, hostname, username }: URL, guard: FetchGuard): void {
  const isPlain = protocol === 'http:' && guard.isLocal && /^(localhost|127\.|\[::1\])/.test(hostname)
  if ((protocol !== 'https:' && !isPlain) || username !== '') throw new Error('its address is not https')
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isAllowed(host, guard)) throw new Error('its address is not a public one')
}

function guardedLookup(guard: FetchGuard): LookupFunction {
  const { lookup = lookUp } = guard
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => {
      const [first] = found ?? []
      if (error || !first) return callback(error ?? new Error('no address'), '', 4)
      if (!found.every(({ address }) => isAllowed(address, guard))) {
        return callback(new Error('its address is not a public one'), '', 4)
      }
      if (options.all) return callback(null, found)
      callback(null, first.address, first.family)
    })
  }
}

function read(url: URL, lookup: LookupFunction): Promise<string> {
  const get = url.protocol === 'https:' ? getHttps : getHttp
  const options = { lookup, agent: false, headers: { accept: 'application/json' } } as const
  return new Promise((resolve, reject) => {
    const request = get(url, { ...options, signal: AbortSignal.timeout(LIMIT_MS) }, (response) => {
      collect(response).then(resolve, (error) => {
        reject(error)
        request.destroy()
      })
    })
    request.on('error', (error) => reject(new Error(reasonOf(error))))
  })
}

function reasonOf(error: Error): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `it did not answer within ${LIMIT_MS / 1000} s`
  return error.message.startsWith('its address') ? error.message : 'it cannot be reached'
}

async function collect(response: IncomingMessage): Promise<string> {
  if (response.statusCode !== 200) throw new Error(`it answered with status ${response.statusCode}`)
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new Error(`it answered with more than ${MAX_BYTES / 1024} KB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
