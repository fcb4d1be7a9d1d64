import { expect, it } from 'vitest'
import { countWords } from '@/app/(dashboard)/connections/count-words'
import { type Upload, uploadFile } from '@/app/(dashboard)/connections/upload-file'

it('a folder that is dropped is told as that, and not as a lost connection', async () => {
  const folder = new File([], 'logs')
  folder.slice = () => {
    const part = new Blob()
    part.arrayBuffer = () => Promise.reject(new DOMException('a folder', 'NotFoundError'))
    return part
  }
  const told: Upload[] = []
  await uploadFile(folder, (upload) => told.push(upload))
  expect(told).toEqual([{ state: 'failed', message: expect.stringContaining('Is it a folder?') }])
})

it('a run adds nothing only where nothing came of its records', () => {
  expect(countWords({ files: 1, records: 2, duplicates: 2 })).toBe('1 file, 2 records, 2 seen before, nothing new')
  expect(countWords({ files: 1, records: 2, duplicates: 2, uses: 1 })).toBe('1 file, 2 records, 2 seen before, 1 use')
})
