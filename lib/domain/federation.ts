import { z } from 'zod'

/** What an ID token must say to be the client: every claim named must have a value that one of its patterns fits.
 *  `*` in a pattern stands for any characters. */
export type FederationConditions = Readonly<Record<string, readonly string[]>>

const pattern = z.string().trim().min(1).max(500)
export const conditionsInput = z
  .record(z.string().regex(/^[\w.:/-]{1,100}$/, 'That is no name of a claim.'), z.array(pattern).min(1).max(20))
  .refine((conditions) => Object.keys(conditions).length <= 20, 'At most 20 claims.')

/** The issuer of GitHub Actions' ID tokens: github.com, an enterprise of it, ghe.com or a server of one's own. */
export function isGitHubActions(issuer: string): boolean {
  const { hostname, pathname } = new URL(issuer)
  return (
    hostname === 'token.actions.githubusercontent.com' ||
    /^token\.actions\.[^.]+\.ghe\.com$/.test(hostname) ||
    pathname.replace(/\/$/, '').endsWith('/_services/token')
  )
}

/** Claims that can name one workload, whoever issued the token. */
const NAMING_CLAIMS = [
  'sub',
  'email',
  'client_id',
  'azp',
  'appid',
  'oid',
  'repository',
  'repository_id',
  'workflow_ref',
]
NAMING_CLAIMS.push('project_path', 'project_id')
/** Of GitHub's claims those that name one repository. `job_workflow_ref` does not: anybody may call the workflow. */
const REPOSITORY_CLAIMS = ['sub', 'repository', 'repository_id', 'workflow_ref']
/** So much must be spelled out before the first `*`: `repo:org/name:*`, `system:serviceaccount:namespace:*`. */
const LITERAL_SEGMENTS = 3
const WITHIN_REPOSITORY = /^(?:repo:|(?:.*:)?repository:)[^/:*]+\/[^/:*]+(?::|$)|(?:^|:)repository_id:\d+(?::|$)/

/** Whether a pattern lets in one workload, or those below one name, rather than everybody of an issuer. */
function isNarrow(given: string): boolean {
  const star = given.indexOf('*')
  if (star < 0) return true
  const literal = given.slice(0, star)
  return /[:/]$/.test(literal) && literal.split(/[:/]/).filter(Boolean).length >= LITERAL_SEGMENTS
}

function isNarrowOn(issuer: string, claim: string, given: string): boolean {
  if (!isNarrow(given)) return false
  return !(isGitHubActions(issuer) && claim === 'sub') || WITHIN_REPOSITORY.test(given)
}

/** Why these conditions would let in more than one means; null where they do not. */
export function conditionFault(issuer: string, conditions: FederationConditions): string | null {
  const entries = Object.entries(conditions)
  const bare = entries.find(([, patterns]) => patterns.some((each) => /^\*+$/.test(each)))
  if (bare) return `The condition on ${bare[0]} is "*", which is none: name what it must be, or leave it out.`
  const isGitHub = isGitHubActions(issuer)
  const naming = isGitHub ? REPOSITORY_CLAIMS : NAMING_CLAIMS
  const decides = ([claim, patterns]: [string, readonly string[]]) =>
    naming.includes(claim) && patterns.length > 0 && patterns.every((each) => isNarrowOn(issuer, claim, each))
  if (entries.some(decides)) return null
  return isGitHub
    ? 'These conditions let in a whole organisation, or all of GitHub. Name one repository, for example sub=repo:org/name:environment:production or repository=org/name.'
    : 'These conditions let in everybody that the issuer knows. Name one subject, for example sub=system:serviceaccount:namespace:name.'
}

/** Whether a text fits a pattern, in time that grows with both and no faster. */
function fits(text: string, given: string): boolean {
  const [first = '', ...rest] = given.split('*')
  const last = rest.pop()
  if (last === undefined) return text === given
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  const end = text.length - last.length
  let from = first.length
  for (const part of rest) {
    const found = text.indexOf(part, from)
    if (found < 0 || found + part.length > end) return false
    from = found + part.length
  }
  return true
}

const textOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(textOf)
  return ['string', 'number', 'boolean'].includes(typeof value) ? [String(value)] : []
}

/** Since July 2026 GitHub writes `repo:ORG@ID/REPO@ID:…` for new repositories: a condition with names alone means both. An e-mail
 *  address that its issuer says it has not verified is anybody's. */
function valuesOf(claims: Readonly<Record<string, unknown>>, claim: string): string[] {
  const values = Object.hasOwn(claims, claim) ? textOf(claims[claim]) : []
  if (claim === 'email' && claims.email_verified === false) return []
  const { iss } = claims
  if (claim !== 'sub' || typeof iss !== 'string' || !URL.canParse(iss) || !isGitHubActions(iss)) return values
  const byName = values.map((value) => value.replace(/^repo:([^/:@]+)@\d+\/([^/:@]+)@\d+:/, 'repo:$1/$2:'))
  return [...new Set([...values, ...byName])]
}

/** Whether verified claims meet the conditions: each claim named, by one of its values and one of its patterns. Without
 *  conditions nobody is let in. */
export function meetsConditions(conditions: FederationConditions, claims: Readonly<Record<string, unknown>>): boolean {
  const entries = Object.entries(conditions)
  const isMet = ([claim, patterns]: [string, readonly string[]]) =>
    valuesOf(claims, claim).some((value) => patterns.some((each) => fits(value, each)))
  return entries.length > 0 && entries.every(isMet)
}
