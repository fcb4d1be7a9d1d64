import { isIP } from 'node:net'
import type { Asked } from '@/lib/oauth/endpoint'
import { isLoopbackAddress } from '@/lib/outbound/public-address'

const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')

/** Where a request came from: the other end of the connection, or, behind a proxy on this machine, what that proxy says
 *  (the last of `X-Forwarded-For` that is no such proxy). What a client writes into that header itself stands before it and
 *  counts for nothing. Null where it is no address. */
export function clientAddress({ peer, headers }: Pick<Asked, 'peer' | 'headers'>): string | null {
  const said = headers['x-forwarded-for']
  const hops = (Array.isArray(said) ? said.join(',') : (said ?? '')).split(',').map(plain)
  let address = plain(peer ?? '')
  while (isIP(address) !== 0 && isLoopbackAddress(address)) {
    const before = hops.pop()
    if (before === undefined || isIP(before) === 0) break
    address = before
  }
  return isIP(address) === 0 ? null : address
}
