import { describe, expect, it } from 'vitest'
import { clientAddress } from '@/lib/oauth/client-address'

const from = (peer: string | null, said?: string) => clientAddress({ peer, headers: { 'x-forwarded-for': said } })

describe('where a request came from', () => {
  it('is the other end of the connection, whatever the client says of itself', () => {
    expect(from('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7')
    expect(from('::ffff:203.0.113.7')).toBe('203.0.113.7')
    expect(from('2001:db8::7', '127.0.0.1')).toBe('2001:db8::7')
  })

  it('behind a proxy on this machine is what that proxy says, and not what the client told it', () => {
    expect(from('127.0.0.1', '198.51.100.1, 203.0.113.7')).toBe('203.0.113.7')
    expect(from('::1', '203.0.113.7, 127.0.0.1')).toBe('203.0.113.7')
  })

  it('is this machine where no proxy says more, and nothing where there is no address', () => {
    expect(from('127.0.0.1')).toBe('127.0.0.1')
    expect(from('127.0.0.1', 'unknown')).toBe('127.0.0.1')
    expect(from('127.0.0.1', '203.0.113.7, <script>')).toBe('127.0.0.1')
    expect(from(null, '203.0.113.7')).toBeNull()
  })
})
