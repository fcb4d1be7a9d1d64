import { childEnvironment, settings } from '@/lib/env'
import { listenAddress } from '@/lib/runtime/preflight'
import type { Program } from '@/lib/runtime/supervisor'

const TSX = ['--import', 'tsx']
/** On Node 20 V8 can die where a call into WebAssembly that it inlined is undone in the midst of it; Prisma and Cedar are
 *  such calls. */
const STEADY = ['--no-turbo-inline-js-wasm-calls']
/** An uploaded log makes garbage faster than V8 thinks worth collecting, as it does where the command line reads one. */
const FRUGAL = ['--heap-growing-percent=50']
const QUIET = { NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' }
const NEXT = 'node_modules/next/dist/bin/next'

/** The dashboard: the built one, or, for those who work on it, one that follows the sources. */
export function dashboard(computed: Record<string, string>, isDevelopment: boolean): Program {
  const { PORT, REMIT_URL } = settings()
  const mode = isDevelopment ? 'dev' : 'start'
  // Next hands flags of its own on to the processes it forks while developing, where Node refuses this one.
  const flags = isDevelopment ? [] : [...FRUGAL, ...STEADY]
  const args = [...flags, NEXT, mode, '-H', listenAddress(REMIT_URL), '-p', String(PORT)]
  const NODE_ENV = isDevelopment ? 'development' : 'production'
  return {
    name: 'dashboard',
    args,
    env: childEnvironment({ ...computed, ...QUIET, NODE_ENV, NEXTAUTH_URL: REMIT_URL }),
  }
}

export function worker(computed: Record<string, string>): Program {
  return { name: 'worker', args: [...STEADY, ...TSX, 'lib/runtime/worker.ts'], env: childEnvironment(computed) }
}

/** Under full load it then stays near 210 MB instead of 330, for the same number of answers (`npm run bench:tokens`). */
const LEAN = ['--heap-growing-percent=20', '--max-semi-space-size=16']

export function tokenService(computed: Record<string, string>): Program {
  const args = [...LEAN, ...STEADY, ...TSX, 'lib/runtime/token-service.ts']
  return { name: 'token service', args, env: childEnvironment(computed) }
}

export function identityProvider(computed: Record<string, string>, port: number): Program {
  const args = [...TSX, 'lib/runtime/identity-provider.ts', String(port)]
  return { name: 'local identity provider', args, env: childEnvironment(computed) }
}

/** Something that makes part of Remit (Prisma's client, the build), as opposed to being it. */
export function maker(name: string, args: string[]): Program {
  return { name, args, env: childEnvironment({ ...QUIET, NODE_ENV: 'production' }) }
}

/** A program of ours that ends by itself. */
export function task(name: string, args: string[], computed: Record<string, string>): Program {
  return { name, args, env: childEnvironment(computed) }
}
