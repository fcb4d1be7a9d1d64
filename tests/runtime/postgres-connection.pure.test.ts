import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readConnection } from '@/lib/runtime/postgres-connection'

test('where the password is kept but cannot be read, that is told, and nobody takes it for a first start', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'remit-connection-'))
  const file = path.join(folder, 'connection.json')
  try {
    expect(await readConnection(folder)).toBeUndefined()
    await writeFile(file, '{"port":')
    await expect(readConnection(folder)).rejects.toThrow(`The file ${file} is damaged`)
    await rm(file)
    await mkdir(file)
    await expect(readConnection(folder)).rejects.toThrow(`The file ${file} cannot be read (EISDIR).`)
  } finally {
    await rm(folder, { recursive: true })
  }
})
