const UNPACK = 'unpack it first'
/** How what is no text begins, byte by byte as Latin-1. */
const MAGIC: readonly [string, string][] = [
  ['PK\u0003\u0004', `it is a zip archive: ${UNPACK}`],
  ['PK\u0005\u0006', 'it is a zip archive, and empty'],
  ['BZh', `it is packed with bzip2: ${UNPACK}`],
  ['\u00fd7zXZ', `it is packed with xz: ${UNPACK}`],
  ['\u0028\u00b5\u002f\u00fd', `it is packed with zstd: ${UNPACK}`],
  ['7z\u00bc\u00af', `it is a 7-Zip archive: ${UNPACK}`],
  ['PAR1', 'it is a Parquet file: bring the records as JSON'],
]
const TAR_MARK_AT = 257
const TABLE = /^"?[\w @.()]*event[\w @.()]*"?\s*(,[^\n]*)?\n\s*[^\s{[]/i

/** Half a sentence on a file that is no text, by how it begins; null for one that may be. What looks like a record within
 *  is a piece of something packed, and would be the only one to be seen. */
export function describeArchive(sample: Buffer): string | null {
  const text = sample.toString('latin1')
  if (text.startsWith('ustar', TAR_MARK_AT)) return `it is a tar archive: ${UNPACK}`
  return MAGIC.find(([magic]) => text.startsWith(magic))?.[1] ?? null
}

/** Half a sentence on what a file is that is no CloudTrail. */
export function describeOther(sample: Buffer): string {
  if (sample.length === 0) return 'it is empty'
  const text = sample.toString('latin1')
  if (/"digestStartTime"|"digestS3Object"/.test(text)) return 'it is a CloudTrail digest, which holds no records'
  if (text.includes('\0')) return 'it is a binary file, not CloudTrail records'
  if (isTable(sample)) return 'it holds no CloudTrail record: it is a table (CSV), bring the records as JSON'
  if (/^\s*[[{]/.test(text)) return 'it is JSON, but holds no CloudTrail record'
  return 'it holds no CloudTrail record'
}

/** Whether it is a table of events, as the console, Athena and CloudTrail Lake save it: its fields are no records. */
export function isTable(sample: Buffer): boolean {
  return TABLE.test(sample.toString('latin1'))
}
