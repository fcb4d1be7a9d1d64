import { describe, expect, it } from 'vitest'
import { grantListInput } from '@/lib/domain/grant-filter'
import { type Cursor, decodeCursor, encodeCursor, pageRequest, searchedText } from '@/lib/domain/page'

const ID = '01a20846-fe00-7d77-b098-20a372ade30a'

describe('a cursor', () => {
  it.each<Cursor>([
    ['known', ID],
    [42.5, ID],
    [null, ID],
    ['naïve “Zürich” 東京 🙂 ~?/+=', ID],
  ])('%j comes back as it went, in letters that an address can hold', (...cursor) => {
    const text = encodeCursor(cursor as Cursor)
    expect(text).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(decodeCursor(text)).toEqual(cursor)
  })

  it.each([
    '',
    'x',
    '%%%',
    'bnVsbA',
    encodeCursor(['a', ID]).slice(0, -3),
    btoa('["a","no uuid"]'),
    btoa('{"a":1}'),
    btoa('[1]'),
  ])('that is not ours opens the first page: %j', (text) => {
    expect(decodeCursor(text)).toBeNull()
  })

  it('that is missing opens the first page', () => {
    expect(decodeCursor(undefined)).toBeNull()
  })
})

describe('a request for a page', () => {
  it('is for 50 rows, and for 200 at most', () => {
    expect(pageRequest.parse({}).limit).toBe(50)
    expect(pageRequest.parse({ limit: '200' }).limit).toBe(200)
    for (const limit of [0, 201, 1.5, 'many']) expect(pageRequest.safeParse({ limit }).success).toBe(false)
  })
})

it('of a list whose address asks for what is no page is the first, with as many rows as usual', () => {
  const { limit, after } = grantListInput.parse({ limit: '99999999', after: 'x'.repeat(500) })
  expect([limit, after]).toEqual([50, undefined])
})

it('a search for what Postgres cannot compare with is none', () => {
  const read = (q: unknown) => searchedText.parse(q)
  expect(['\0', 'a\0b', '\ud800', ' ', 7].map(read)).toEqual([undefined, undefined, undefined, undefined, undefined])
  expect(read(' deploy ')).toBe('deploy')
})
