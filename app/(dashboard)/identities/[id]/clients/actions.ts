'use server'
import type { z } from 'zod'
import { addFederation, addFederationInput } from '@/lib/commands/add-federation'
import { createClient, createClientInput } from '@/lib/commands/create-client'
import { disableClient, disableClientInput } from '@/lib/commands/disable-client'
import { enableClient, enableClientInput } from '@/lib/commands/enable-client'
import { linkSubject, linkSubjectInput } from '@/lib/commands/link-subject'
import { removeFederation, removeFederationInput } from '@/lib/commands/remove-federation'
import { revokeClientSecret, revokeClientSecretInput } from '@/lib/commands/revoke-client-secret'
import { rotateClientSecret, rotateClientSecretInput } from '@/lib/commands/rotate-client-secret'
import { unlinkSubject, unlinkSubjectInput } from '@/lib/commands/unlink-subject'
import { action } from '@/lib/http/action'

const createAction = action(createClientInput, createClient)
const rotateAction = action(rotateClientSecretInput, rotateClientSecret)
const revokeAction = action(revokeClientSecretInput, revokeClientSecret)
const disableAction = action(disableClientInput, disableClient)
const enableAction = action(enableClientInput, enableClient)
const federateAction = action(addFederationInput, addFederation)
const unfederateAction = action(removeFederationInput, removeFederation)
const linkAction = action(linkSubjectInput, linkSubject)
const unlinkAction = action(unlinkSubjectInput, unlinkSubject)

export async function createTheClient(input: z.input<typeof createClientInput>) {
  return createAction(input)
}
export async function rotateTheSecret(input: z.input<typeof rotateClientSecretInput>) {
  return rotateAction(input)
}
export async function revokeTheSecret(input: z.input<typeof revokeClientSecretInput>) {
  return revokeAction(input)
}
export async function disableTheClient(input: z.input<typeof disableClientInput>) {
  return disableAction(input)
}
export async function enableTheClient(input: z.input<typeof enableClientInput>) {
  return enableAction(input)
}
export async function addTheFederation(input: z.input<typeof addFederationInput>) {
  return federateAction(input)
}
export async function removeTheFederation(input: z.input<typeof removeFederationInput>) {
  return unfederateAction(input)
}
export async function linkTheSubject(input: z.input<typeof linkSubjectInput>) {
  return linkAction(input)
}
export async function unlinkTheSubject(input: z.input<typeof unlinkSubjectInput>) {
  return unlinkAction(input)
}
