import { z } from 'zod'
import { deleteView } from '@/lib/commands/delete-view'
import { saveView } from '@/lib/commands/save-view'
import { SAVED_LISTS, savedViewInput } from '@/lib/domain/saved-view'
import { type Operation, operation } from '@/lib/operations/operation'
import { listSavedViews } from '@/lib/queries/list-saved-views'

const viewId = z.string().describe('A saved view, vew_….')

const view = z
  .object({
    id: z.string(),
    list: z.enum(SAVED_LISTS).describe('The page of the list.'),
    name: z.string(),
    query: z.string().describe('What stands behind `?` in its address.'),
    isShared: z.boolean().describe('With everybody in the organisation.'),
    author: z.string(),
    isOwn: z.boolean(),
    mayDelete: z.boolean().describe('By whoever holds this token, signed in.'),
  })
  .meta({ id: 'SavedView' })

const list = operation({
  id: 'views.list',
  method: 'GET',
  path: '/views',
  scope: 'access:read',
  summary: 'List saved views',
  description: 'Lists as people want to find them again: your own, and those that others share.',
  input: z.object({}),
  output: z.object({ items: z.array(view) }),
  run: async (ctx) => ({ items: await listSavedViews(ctx) }),
})

const save = operation({
  id: 'views.save',
  method: 'POST',
  path: '/views',
  scope: 'views:write',
  summary: 'Save a view',
  description: 'Keeps a list as its address shows it. One of your own by this name in this list is replaced.',
  input: z.object({
    ...{ list: savedViewInput.shape.list, name: savedViewInput.shape.name, isShared: savedViewInput.shape.isShared },
    query: z
      .string()
      .min(1)
      .max(4000)
      .describe('Filters, order and columns as in the address: `status=active&sort=-breadth`.'),
  }),
  output: z.object({ viewId, name: z.string() }),
  run: (ctx, input) => saveView(ctx, savedViewInput.parse(input)),
})

const remove = operation({
  id: 'views.delete',
  method: 'DELETE',
  path: '/views/{viewId}',
  scope: 'views:write',
  summary: 'Delete a saved view',
  description: 'One of your own. What others share an admin takes away on the page, signed in.',
  input: z.object({ viewId }),
  output: z.object({ viewId, name: z.string() }),
  run: (ctx, input) => deleteView(ctx, input),
})

/** Lists as somebody wants to find them again. */
export const viewOperations: readonly Operation[] = [list, save, remove]
