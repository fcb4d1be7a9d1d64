import type { Context } from '@/lib/domain/context'
import type { Actor } from '@/lib/oauth/actor-token'
import { OAuthError } from '@/lib/oauth/oauth-error'
import type { Subject } from '@/lib/oauth/subject-token'
import { findIdentityOfSubject } from '@/lib/queries/find-identity-of-subject'

type Members = Readonly<Record<string, unknown>>

const isAmong = (wanted: Members, told: Members) =>
  Object.entries(wanted).every(([name, value]) => typeof value === 'string' && told[name] === value)

/** A `sub` alone is one of whoever issued the subject token, and so is its name for an identity that is known here. */
async function isLinked(ctx: Context, wanted: Members, subject: Subject, actor: Actor): Promise<boolean> {
  const { sub, iss, ...rest } = wanted
  if (typeof sub !== 'string' || iss !== subject.claims.iss || Object.keys(rest).length > 0) return false
  if (subject.issuerId === null) return false
  const key = { issuerId: subject.issuerId, subject: sub, email: null }
  return (await findIdentityOfSubject(ctx, key)) === actor.identityId
}

/** Where the subject token says who may act for its subject, the actor has to match every member (RFC 8693 §4.4).
 *  @throws OAuthError `invalid_request` */
export async function checkMayAct(ctx: Context, subject: Subject, actor: Actor): Promise<void> {
  const wanted = subject.claims.may_act
  if (wanted === undefined) return
  const refused = new OAuthError('invalid_request', 'The may_act of the subject_token names another actor.')
  if (typeof wanted !== 'object' || wanted === null || Object.keys(wanted).length === 0) throw refused
  const members = wanted as Members
  if (actor.names().some((name) => isAmong(members, name))) return
  const ofIssuer = { iss: subject.claims.iss, ...members }
  if (actor.claims && isAmong(ofIssuer, actor.claims)) return
  if (await isLinked(ctx, ofIssuer, subject, actor)) return
  throw refused
}
