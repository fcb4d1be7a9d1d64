import { type Actor, clientAsActor, readActorToken } from '@/lib/oauth/actor-token'
import { checkMayAct } from '@/lib/oauth/may-act'
import { readSubjectToken, type Subject } from '@/lib/oauth/subject-token'
import type { ReadParties, TokenAsk } from '@/lib/oauth/token-parties'
import { findActorParameters, issuedTokenType, readSubjectParameters } from '@/lib/oauth/token-types'

function note({ attempt }: TokenAsk, subject: Subject, actor: Actor): void {
  attempt.principalId = subject.principalId
  attempt.actorId = actor.identityId
  attempt.parentSessionId = subject.parent?.id ?? null
}

/** Token exchange (RFC 8693): the subject's authority for the actor, which is who the actor token names, else the client.
 *  A token that Remit issued makes its session the parent of the new one. */
export const readExchange: ReadParties = async (ask) => {
  const { asked, ctx } = ask
  const subjectParameters = readSubjectParameters(asked.form)
  const actorParameters = findActorParameters(asked.form)
  const type = issuedTokenType(asked.form)
  const [subject, actor] = await Promise.all([
    readSubjectToken(asked, ctx, subjectParameters),
    actorParameters ? readActorToken(ask, actorParameters) : clientAsActor(ask),
  ])
  note(ask, subject, actor)
  await checkMayAct(ctx, subject, actor)
  return {
    actorId: actor.identityId,
    principalId: subject.principalId,
    mayBeUnder: ({ principal }) => principal.id === subject.principalId,
    parent: subject.parent,
    parentAct: subject.parent ? subject.claims.act : undefined,
    bounds: subject.bounds,
    tokens: [ask.client.claims, actor.claims, subject.parent ? null : subject.claims],
    issuedTokenType: type,
  }
}
