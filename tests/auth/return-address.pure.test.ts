import { getPathMatch } from 'next/dist/shared/lib/router/utils/path-match'
import { prepareDestination } from 'next/dist/shared/lib/router/utils/prepare-destination'
import { expect, it } from 'vitest'
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
