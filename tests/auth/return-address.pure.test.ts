import { getPathMatch } from 'next/dist/shared/lib/router/utils/path-match'
import { prepareDestination } from 'next/dist/shared/lib/router/utils/prepare-destination'
import { expect, it } from 'vitest'
import { returnAddress } from '@/app/(auth)/sign-in/return-address'
import config from '@/next.config'

/** Where Next sends whoever is not signed in, by its own reading of the configuration. */
async function signInAddressFor(path: string, query = {}) {
  for (const { source, destination } of (await config.redirects?.()) ?? []) {
    const params = getPathMatch(source, { strict: true, removeUnnamedParams: true })(path)
    if (params) return prepareDestination({ appendParamsToQuery: false, destination, params, query }).parsedDestination
  }
}

it.each(['/sessions', '/grants/grt_1', '/settings/a/b', '/decide/apl_1.x-y_z'])(
  'whoever asks for %s is sent back there after signing in',
  async (path) => {
    const { pathname, query } = (await signInAddressFor(path, { status: 'active' })) ?? {}
    expect({ pathname, ...query }).toEqual({ pathname: '/sign-in', callbackUrl: path, status: 'active' })
  },
)

it('what machines ask for, and the overview, is sent nowhere by it', async () => {
  for (const path of ['/', '/api/v1/grants', '/sign-in']) expect(await signInAddressFor(path)).toBeUndefined()
})

it.each([
  ['//evil.example/x', '/x'],
  ['http://remit//evil.example', '/evil.example'],
  ['/.//evil.example', '/evil.example'],
  ['/\\\\evil.example/', '/'],
  ['javascript:alert(1)', '/alert(1)'],
  ['http://', '/'],
  ['/sessions?view=live', '/sessions?view=live'],
])('signing in for %s leads nowhere but to a page of Remit', (callbackUrl, path) => {
  expect(returnAddress({ callbackUrl })).toBe(path)
})

it('every answer forbids frames, guessed types and telling other sites the address', async () => {
  const [first] = (await config.headers?.()) ?? []
  const said = Object.fromEntries(first?.headers.map(({ key, value }) => [key, value]) ?? [])
  expect(first?.source).toBe('/:path*')
  expect(said).toMatchObject({ 'X-Frame-Options': 'DENY', 'X-Content-Type-Options': 'nosniff' })
  expect(said['Referrer-Policy']).toBe('same-origin')
  expect(said['Content-Security-Policy']).toContain("frame-ancestors 'none'")
  expect(said['Content-Security-Policy']).not.toContain('unsafe-eval')
})
