import { expect, it } from 'vitest'
import { csvResponse } from '@/lib/http/csv'

async function* pagesOf(...pages: string[][][]) {
  yield* pages
}

it.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1'])(
  '%j is no formula in the file',
  async (text) => {
    const [, line = ''] = (await (await csvResponse('x', ['name'], pagesOf([[text]]))).text()).split(/\r\n(?=.)/)
    expect(line).toMatch(/^"?'/)
  },
)

it('holds every row of every page, quoted by RFC 4180', async () => {
  const reply = await csvResponse('x', ['a', 'b'], pagesOf([['1', 'x,y']], [], [['2', 'say "hi"\nthere']]))
  expect(await reply.text()).toBe('a,b\r\n1,"x,y"\r\n2,"say ""hi""\nthere"\r\n')
})

it('of rows that cannot be read is a failure before it is a file', async () => {
  const broken = (async function* (): AsyncGenerator<string[][]> {
    yield await Promise.reject(new Error('gone'))
  })()
  await expect(csvResponse('x', ['a'], broken)).rejects.toThrow('gone')
})
