import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { IngestInput } from '@/lib/jobs/ingest-cloudtrail'

/** A file to read. `bytes` null: nobody knows how long it is (standard input, a pipe). */
export type ListedFile = { path: string; bytes: number | null }

const CHUNK_BYTES = 256 * 1024
const STANDARD_INPUT = '-'

/** What paths mean. `digests` are the files with which CloudTrail proves its own that lie beside them: they hold no records. */
export type Listing = { files: ListedFile[]; digests: number }

const DIGEST = /_CloudTrail-Digest_/

/** Every file that these paths mean, folders with all below them, in order of name. What is not there or not to be opened is
 *  listed too, and tells so when it is read. Below a folder, hidden files and links to folders are left out, and digests
 *  counted. */
export async function listFiles(paths: readonly string[]): Promise<Listing> {
  const listing: Listing = { files: [], digests: 0 }
  for (const each of paths) {
    const found = each === STANDARD_INPUT ? null : await stat(each).catch(() => null)
    if (found?.isDirectory()) await listFolder(each, listing)
    else listing.files.push({ path: each, bytes: found?.isFile() ? found.size : null })
  }
  return listing
}

async function listFolder(folder: string, listing: Listing): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null)
  if (!entries) listing.files.push({ path: folder, bytes: null })
  for (const entry of entries?.sort((a, b) => (a.name < b.name ? -1 : 1)) ?? []) {
    const full = path.join(folder, entry.name)
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) await listFolder(full, listing)
    else if (DIGEST.test(entry.name)) listing.digests++
    else if (entry.isFile() || entry.isSymbolicLink()) {
      const found = await stat(full).catch(() => null)
      if (!found?.isDirectory()) listing.files.push({ path: full, bytes: found?.size ?? null })
    }
  }
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
