'use server'
import type { z } from 'zod'
import { changeEndpoint, changeEndpointInput } from '@/lib/commands/change-endpoint'
import { createEndpoint } from '@/lib/commands/create-endpoint'
import { testEndpoint, testEndpointInput } from '@/lib/commands/test-endpoint'
import { endpointInput } from '@/lib/domain/endpoint'
import { action } from '@/lib/http/action'

const createAction = action(endpointInput, createEndpoint)
const changeAction = action(changeEndpointInput, changeEndpoint)
const testAction = action(testEndpointInput, testEndpoint)

export async function createTheEndpoint(input: z.input<typeof endpointInput>) {
  return createAction(input)
}
export async function changeTheEndpoint(input: z.input<typeof changeEndpointInput>) {
  return changeAction(input)
}
export async function testTheEndpoint(input: z.input<typeof testEndpointInput>) {
  return testAction(input)
}
