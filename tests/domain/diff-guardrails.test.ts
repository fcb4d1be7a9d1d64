import { describe, expect, it } from 'vitest'
import { diffGuardrails, diffLines } from '@/lib/domain/diff-guardrails'
import { guardrails } from '@/lib/domain/guardrail'

const of = (...policies: { id: string; name?: string; text: string }[]) =>
  guardrails.parse({ policies: policies.map((each) => ({ ...each, name: each.name ?? each.id })) })

describe('what differs between guardrails', () => {
  it('is told guardrail by guardrail, those that stay not at all', () => {
    const before = of({ id: 'a', text: 'one\ntwo\nthree' }, { id: 'b', text: 'stays' }, { id: 'c', text: 'goes' })
    const after = of({ id: 'b', text: 'stays' }, { id: 'a', text: 'one\n2\nthree' }, { id: 'd', text: 'comes' })
    expect(diffGuardrails(before, after)).toEqual([
      {
        kind: 'changed',
        name: 'a',
        lines: [
          { sign: ' ', text: '// a' },
          { sign: ' ', text: 'one' },
          { sign: '−', text: 'two' },
          { sign: '+', text: '2' },
          { sign: ' ', text: 'three' },
        ],
      },
      {
        kind: 'added',
        name: 'd',
        lines: [
          { sign: '+', text: '// d' },
          { sign: '+', text: 'comes' },
        ],
      },
      {
        kind: 'removed',
        name: 'c',
        lines: [
          { sign: '−', text: '// c' },
          { sign: '−', text: 'goes' },
        ],
      },
    ])
    expect(diffGuardrails(before, before)).toEqual([])
  })

  it('tells another name, another default, and a test that is gone', () => {
    const test = { name: 'no writing', request: {}, expect: 'deny' as const }
    const before = guardrails.parse({ policies: [{ id: 'a', name: 'Old', text: 'x' }], tests: [test] })
    const after = guardrails.parse({ otherwise: 'deny', policies: [{ id: 'a', name: 'New', text: 'x' }] })
    expect(diffGuardrails(before, after).map(({ kind, name }) => [kind, name])).toEqual([
      ['changed', 'Otherwise'],
      ['changed', 'New'],
      ['removed', 'Test: no writing'],
    ])
  })

  it('keeps every line of both texts, also where a line comes twice or moves', () => {
    const [before, after] = [
      ['a', '}', 'b', '}'],
      ['b', '}', 'a', '}'],
    ]
    const lines = diffLines(before, after)
    expect(lines.filter(({ sign }) => sign !== '+').map(({ text }) => text)).toEqual(before)
    expect(lines.filter(({ sign }) => sign !== '−').map(({ text }) => text)).toEqual(after)
  })
})
