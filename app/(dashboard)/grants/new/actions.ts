'use server'
import type { z } from 'zod'
import { discardDraft, discardDraftInput } from '@/lib/commands/discard-draft'
import { saveDraft, saveDraftInput } from '@/lib/commands/save-draft'
import { withdrawRequest, withdrawRequestInput } from '@/lib/commands/withdraw-request'
import { requestForm } from '@/lib/domain/request-form'
import { action } from '@/lib/http/action'
import { findParties, findPartiesInput } from '@/lib/queries/find-parties'
import { previewRequest } from '@/lib/queries/preview-request'
import { findSystems, findSystemsInput, searchCatalogue, searchCatalogueInput } from '@/lib/queries/search-catalogue'
import { sendRequest, sendRequestInput } from './send-request'

const asks = { changes: false }
const previewAction = action(requestForm, previewRequest, asks)
const partiesAction = action(findPartiesInput, findParties, asks)
const systemsAction = action(findSystemsInput, findSystems, asks)
const catalogueAction = action(searchCatalogueInput, searchCatalogue, asks)
const sendAction = action(sendRequestInput, sendRequest)
const saveAction = action(saveDraftInput, saveDraft)
const discardAction = action(discardDraftInput, discardDraft)
const withdrawAction = action(withdrawRequestInput, withdrawRequest)

export async function previewTheRequest(input: z.input<typeof requestForm>) {
  return previewAction(input)
}

export async function findTheParties(input: z.input<typeof findPartiesInput>) {
  return partiesAction(input)
}

export async function findTheSystems(input: z.input<typeof findSystemsInput>) {
  return systemsAction(input)
}

export async function searchTheCatalogue(input: z.input<typeof searchCatalogueInput>) {
  return catalogueAction(input)
}

export async function sendTheRequest(input: z.input<typeof sendRequestInput>) {
  return sendAction(input)
}

export async function saveTheDraft(input: z.input<typeof saveDraftInput>) {
  return saveAction(input)
}

export async function discardTheDraft(input: z.input<typeof discardDraftInput>) {
  return discardAction(input)
}

export async function withdrawTheRequest(input: z.input<typeof withdrawRequestInput>) {
  return withdrawAction(input)
}
