import { describe, expect, it, vi } from 'vitest'
import { Form } from '@/lib/oauth/form'

describe('a form', () => {
  it('refuses what is sent twice, but for what may be, and for what has no value', () => {
    const form = (text: string) => new Form(new URLSearchParams(text))
    const repeatable = new Set(['audience'])
    expect(() => form('a=1&a=2').refuseRepeated(repeatable)).toThrow('a is sent more than once.')
    expect(() => form('a=1&a=&b=1&audience=x&audience=y').refuseRepeated(repeatable)).not.toThrow()
  })

  it('of as many parameters as a body can hold is looked through once', () => {
    const parameters = new URLSearchParams(Array.from({ length: 16_000 }, (_, n) => [n.toString(36), '1']))
    const looked = vi.spyOn(parameters, 'getAll')
    new Form(parameters).refuseRepeated(new Set())
    expect(looked.mock.calls.length).toBeLessThan(2)
  })
})
