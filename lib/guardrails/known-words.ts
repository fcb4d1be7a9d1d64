import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs'
import { REQUESTER_KINDS } from '@/lib/domain/guardrail'
import { ENVIRONMENTS, IDENTITY_KINDS, SYSTEM_KINDS } from '@/lib/domain/identity'
import { ACCESS_LEVELS } from '@/lib/domain/permission'
import { comparisonsIn } from '@/lib/guardrails/mentioned'

/** The attributes that can hold only certain words. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  kind: [...new Set([...IDENTITY_KINDS, ...SYSTEM_KINDS, ...REQUESTER_KINDS])],
  environment: ENVIRONMENTS,
  accessLevels: ACCESS_LEVELS,
}

export type UnknownWord = { word: string; attribute: string; known: readonly string[] }

/** Words that a policy compares with, which nothing ever is: Cedar's types let them pass, and the policy never holds. */
export function unknownWords({ conditions }: PolicyJson): UnknownWord[] {
  return comparisonsIn(conditions).flatMap(({ attribute, words }) => {
    const known = Object.hasOwn(WORDS, attribute) ? WORDS[attribute] : undefined
    if (!known) return []
    return words.filter((word) => !known.includes(word)).map((word) => ({ word, attribute, known }))
  })
}
