import type { PrismaClient } from '@/generated/prisma/client'
import type { Tx } from '@/lib/db'
import { readZone } from '@/lib/db/organisation-zone'
import { type AskedGrant, askedGrant, endOf } from '@/lib/domain/grant-terms'
import { durationInWords, type MessageFact, momentInWords } from '@/lib/domain/message'
import { type AskedSession, askedSession } from '@/lib/domain/session-request'

type Reads = Tx | PrismaClient

/** What a question is about, in words. `principalId`, `ownerIds`: identities (UUIDs). */
export type AskedFacts = {
  title: string
  sentence: string
  purpose: string | null
  facts: MessageFact[]
  principalId: string | null
}

type Row = { subjectKind: string; subjectId: string; asked: unknown; requestedBy: string }

const MOST_PERMISSIONS = 8

function permissionsInWords(permissions: readonly string[]): string {
  const rest = permissions.length - MOST_PERMISSIONS
  return `${permissions.slice(0, MOST_PERMISSIONS).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

const fact = (label: string, value: string | null): MessageFact[] => (value ? [{ label, value }] : [])

async function namesOf(db: Reads, orgId: string, systemIds: readonly string[]) {
  const systems = await db.system.findMany({
    where: { orgId, id: { in: [...systemIds] } },
    select: { id: true, name: true },
  })
  return new Map(systems.map(({ id, name }) => [id, name]))
}

async function standsInWords(db: Reads, orgId: string, { terms }: AskedGrant): Promise<string> {
  if (terms.durationSeconds !== null) return `${durationInWords(terms.durationSeconds)} from the approval`
  const end = endOf(terms, new Date(0))
  return end ? `until ${momentInWords(end, await readZone(db, orgId))}` : 'for ever'
}

const CHANGES = {
  new: 'asks that',
  renew: 'asks again that',
  extend: 'asks for longer that',
  widen: 'asks for more, so that',
  session: 'asks that',
} as const

async function grantFacts(db: Reads, orgId: string, row: Row): Promise<AskedFacts> {
  const asked = askedGrant.parse(row.asked)
  const grant = await db.delegationGrant.findUniqueOrThrow({
    where: { orgId_id: { orgId, id: row.subjectId } },
    include: { principal: { select: { name: true } }, actor: { select: { name: true } } },
  })
  const { targets, maxSessionTtlSeconds } = asked.terms
  const names = await namesOf(
    db,
    orgId,
    targets.map(({ systemId }) => systemId),
  )
  const title = `${grant.actor.name} for ${grant.principal.name}`
  return {
    title,
    sentence: `${row.requestedBy} ${CHANGES[asked.change]} ${grant.actor.name} may act for ${grant.principal.name}.`,
    purpose: grant.purpose,
    principalId: grant.principalId,
    facts: [
      { label: 'Grant', value: grant.name },
      ...targets.flatMap(({ systemId, permissions }) =>
        fact(names.get(systemId) ?? 'System', permissionsInWords(permissions)),
      ),
      { label: 'Each session', value: `${durationInWords(maxSessionTtlSeconds)} at most` },
      { label: 'Stands', value: await standsInWords(db, orgId, asked) },
      ...fact('Breadth', grant.breadth === null ? null : String(grant.breadth)),
      ...fact('Ticket', grant.ticket),
    ],
  }
}

const FIRST = ['repository', 'environment', 'ref', 'workflow', 'run_id', 'sha']
const MOST_CLAIMS = 8

function ordered(claims: Record<string, string>): [string, string][] {
  const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)
  return Object.entries(claims).toSorted(([a], [b]) => rank(a) - rank(b))
}

/** What a run says of itself, what is proven first; of the rest it is said that it is its own word. */
function runFacts({ context: { verified, stated } }: AskedSession): MessageFact[] {
  const own = ordered(stated).filter(([name]) => !(name in verified))
  const claims = [...ordered(verified), ...own.map(([name, value]) => [`${name}, as stated`, value] as const)]
  return claims.slice(0, MOST_CLAIMS).map(([label, value]) => ({ label, value: value.slice(0, 200) }))
}

async function sessionFacts(db: Reads, orgId: string, row: Row): Promise<AskedFacts> {
  const asked = askedSession.parse(row.asked)
  const parties = await db.identity.findMany({
    where: { orgId, id: { in: [asked.principalId, asked.actorId] } },
    select: { id: true, name: true },
  })
  const nameOf = (id: string) => parties.find((party) => party.id === id)?.name ?? 'somebody'
  const systems = [...(await namesOf(db, orgId, asked.systemIds)).values()]
  const title = `${nameOf(asked.actorId)} for ${nameOf(asked.principalId)} on ${systems.join(', ')}`
  return {
    title,
    sentence: `${row.requestedBy} asks for one session of ${durationInWords(asked.ttlSeconds)}.`,
    purpose: asked.purpose,
    principalId: asked.principalId,
    facts: [
      { label: 'Grant', value: asked.grantName },
      { label: 'Permissions', value: permissionsInWords(asked.permissions) },
      ...fact('Ticket', asked.ticket),
      ...runFacts(asked),
    ],
  }
}

async function policyFacts(db: Reads, orgId: string, row: Row): Promise<AskedFacts> {
  const { kind, version, note, proposedBy } = await db.policyVersion.findUniqueOrThrow({
    where: { orgId_id: { orgId, id: row.subjectId } },
  })
  const what = kind === 'approvals' ? 'approval rules' : 'guardrails'
  return {
    title: `Version ${version} of the ${what}`,
    sentence: `${proposedBy} proposes to change the ${what}. A second person has to agree.`,
    purpose: note,
    principalId: null,
    facts: [{ label: 'Version', value: String(version) }],
  }
}

/** What a question is about, for whoever is told of it in a message. */
export async function readAskedFacts(db: Reads, orgId: string, row: Row): Promise<AskedFacts> {
  if (row.subjectKind === 'grant') return grantFacts(db, orgId, row)
  return row.subjectKind === 'session' ? sessionFacts(db, orgId, row) : policyFacts(db, orgId, row)
}
