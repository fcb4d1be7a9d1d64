import { afterAll, afterEach, beforeAll } from 'vitest'

const complaints: string[] = []

function failOnComplaint(): void {
  const seen = complaints.splice(0)
  if (seen.length > 0) throw new Error(`console.error or console.warn was called:\n${seen.join('\n')}`)
}

/**
 * What the product writes to console.error or console.warn fails the test in which it does.
 * A test that expects a complaint says so: `vi.spyOn(console, 'error').mockImplementation(() => {})`.
 */
beforeAll(() => {
  for (const level of ['error', 'warn'] as const)
    console[level] = (...parts: unknown[]) => {
      complaints.push(parts.map(String).join(' '))
    }
})
afterEach(failOnComplaint)
afterAll(failOnComplaint)
