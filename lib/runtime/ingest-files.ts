import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { IngestInput } from '@/lib/jobs/ingest-cloudtrail'

/** A file to read. `bytes` null: nobody knows how long it is (standard input, a pipe). */
export type ListedFile = { path: string; bytes: number | null }

const CHUNK_BYTES = 256 * 1024
const STANDARD_INPUT = '-'

/** Every file that these paths mean, folders with all below them, in order of name. What is not there is listed too, and
 *  tells so when it is read. Hidden files and links to folders below a folder are left out. */
export async function listFiles(paths: readonly string[]): Promise<ListedFile[]> {
  const listed: ListedFile[] = []
  for (const each of paths) {
    const found = each === STANDARD_INPUT ? null : await stat(each).catch(() => null)
    if (found?.isDirectory()) listed.push(...(await listFolder(each)))
    else listed.push({ path: each, bytes: found?.isFile() ? found.size : null })
  }
  return listed
}

async function listFolder(folder: string): Promise<ListedFile[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const listed: ListedFile[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const full = path.join(folder, entry.name)
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) listed.push(...(await listFolder(full)))
    else if (entry.isFile() || entry.isSymbolicLink()) {
      const found = await stat(full).catch(() => null)
      if (found?.isFile()) listed.push({ path: full, bytes: found.size })
    }
  }
  return listed
}

/** Opens the files one after the other. `onBytes` is told how much of them was read. */
export async function* openFiles(
  files: readonly ListedFile[],
  onBytes: (bytes: number) => void,
): AsyncGenerator<IngestInput> {
  for (const file of files) {
    const isInput = file.path === STANDARD_INPUT
    const source = isInput ? process.stdin : createReadStream(file.path, { highWaterMark: CHUNK_BYTES })
    yield { name: isInput ? 'standard input' : file.path, stream: counted(source, onBytes) }
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void) {
  for await (const chunk of source) {
    onBytes(chunk.length)
    yield chunk
  }
}
