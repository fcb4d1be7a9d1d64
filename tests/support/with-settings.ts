import { afterAll } from 'vitest'
import { completeSettings } from '@/lib/env'

/** Settings for one test file. Files share a process, so that they are taken back after its last test; empty is not set. */
export function withSettings(given: Record<string, string>): void {
  completeSettings(given)
  afterAll(() => completeSettings(Object.fromEntries(Object.keys(given).map((name) => [name, '']))))
}
