import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { at, NOW } from './clock'

describe('the clock of the tests', () => {
  it('counts from one fixed moment', () => {
    expect(at('+15m').getTime() - NOW.getTime()).toBe(900_000)
    expect(at('-90d').toISOString()).toBe('2026-08-25T12:00:00.000Z')
  })
})

describe('the network of the tests', () => {
  it('does not reach another machine', async () => {
    await expect(fetch('http://example.org/')).rejects.toMatchObject({
      cause: { message: 'tests have no network: tried to connect to example.org' },
    })
  })

  it('reaches this machine', async () => {
    const server = createServer((_, response) => response.end('here'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here')
    server.close()
  })
})

describe('the console of the tests', () => {
  it('may be complained to by a test that says so', () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
    console.error('expected')
    expect(complaint).toHaveBeenCalledWith('expected')
  })
})
