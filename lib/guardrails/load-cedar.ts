import { setFlagsFromString } from 'node:v8'

export type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs')

let cedar: Promise<Cedar> | null = null

/** V8 of Node 20 ends the whole process ("unreachable code" in its deoptimizer) where JavaScript into which it has inlined a
 *  call of WebAssembly has to be deoptimized during that call. Without such inlining it cannot come to that; it saves little. */
async function load(): Promise<Cedar> {
  setFlagsFromString('--no-turbo-inline-js-wasm-calls')
  return import('@cedar-policy/cedar-wasm/nodejs')
}

/** The Cedar engine. It takes tens of megabytes and a moment to start, so that it is loaded once, and only where there are
 *  guardrails to hold. A load that failed is tried again. */
export function loadCedar(): Promise<Cedar> {
  cedar ??= load().catch((error: unknown) => {
    cedar = null
    throw error
  })
  return cedar
}
