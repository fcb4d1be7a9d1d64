import { type LookupAddress, lookup as lookUp } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isLoopbackAddress, isPublicAddress } from '@/lib/outbound/public-address'

/** `isLocal`: this installation is on somebody's own machine, whose loopback it may ask, over http too. */
export type FetchGuard = { isLocal: boolean; lookup?: typeof lookUp }

/** How long an answer may take, in milliseconds, and how many bytes it may have. */
export type Bounds = { limitMs: number; maxBytes: number }

const JSON_BOUNDS: Bounds = { limitMs: 3_000, maxBytes: 262_144 }

/**
 * The JSON at an address that somebody configured: over https from the internet only, so that nobody can make Remit ask
 * its own network. The addresses a name stands for are judged at the moment of connecting. No redirect is followed; at
 * most 256 KB within three seconds.
 * @throws Error with half a sentence that says why not
 */
export async function fetchJson(address: string, guard: FetchGuard): Promise<unknown> {
  const call = {
    method: 'GET',
    headers: { accept: 'application/json' },
    body: null,
    isGood: (status: number) => status === 200,
  }
  return parseJson(await send(address, call, JSON_BOUNDS, guard))
}

/**
 * Posts to an address that somebody configured, guarded as `fetchJson` is; any 2xx is success. Returns what was answered.
 * @throws Error with half a sentence that says why not
 */
export async function postGuarded(
  address: string,
  message: { headers: Record<string, string>; body: string },
  bounds: Bounds,
  guard: FetchGuard,
): Promise<string> {
  const call = { ...message, method: 'POST', isGood: (status: number) => status >= 200 && status < 300 }
  return send(address, call, bounds, guard)
}

/** @throws Error, half a sentence */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('it answered with something other than JSON')
  }
}

type Call = {
  method: string
  headers: Record<string, string>
  body: string | null
  isGood: (status: number) => boolean
}

async function send(address: string, call: Call, bounds: Bounds, guard: FetchGuard): Promise<string> {
  const url = new URL(address)
  checkUrl(url, guard)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const { method, headers, body } = call
  const options = { method, headers, lookup: guardedLookup(guard), agent: false } as const
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, signal: AbortSignal.timeout(bounds.limitMs) }, (response) => {
      collect(response, call, bounds).then(resolve, (error) => {
        reject(isTimeout(error) ? new Error(reasonOf(error, bounds)) : error)
        sent.destroy()
      })
    })
    sent.on('error', (error) => reject(new Error(reasonOf(error, bounds))))
    sent.end(body ?? undefined)
  })
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

const isTimeout = (error: Error) => error.name === 'AbortError' || error.name === 'TimeoutError'

function reasonOf(error: Error, { limitMs }: Bounds): string {
  if (isTimeout(error)) return `it did not answer within ${limitMs / 1000} s`
  return error.message.startsWith('its address') ? error.message : 'it cannot be reached'
}

async function collect(response: IncomingMessage, { isGood }: Call, { maxBytes }: Bounds): Promise<string> {
  if (!isGood(response.statusCode ?? 0)) throw new Error(`it answered with status ${response.statusCode}`)
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new Error(`it answered with more than ${maxBytes / 1024} KB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
