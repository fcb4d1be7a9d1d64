import { describe, expect, it } from 'vitest'
import { toJsonb } from '@/lib/db/jsonb'

describe('a value for jsonb', () => {
  it('is as it was', () => {
    const value = { a: ['ä', '😀', '\\u0000', '\n'], b: { c: null, d: 1 } }
    expect(JSON.parse(toJsonb(value))).toEqual(value)
  })

  it('holds no NUL and no half of a character, however deep', () => {
    const value = { a: ['x\0y'], b: { c: '\ud83d!', d: '\udc00' }, e: '\0' }
    expect(JSON.parse(toJsonb(value))).toEqual({ a: ['xy'], b: { c: '\ufffd!', d: '\ufffd' }, e: '' })
  })
})
