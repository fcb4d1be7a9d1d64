export type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs')

let cedar: Promise<Cedar> | null = null

/** The Cedar engine. It takes tens of megabytes and a moment to start, so that it is loaded once, and only where there are
 *  guardrails to hold. A load that failed is tried again. */
export function loadCedar(): Promise<Cedar> {
  cedar ??= import('@cedar-policy/cedar-wasm/nodejs').catch((error: unknown) => {
    cedar = null
    throw error
  })
  return cedar
}
