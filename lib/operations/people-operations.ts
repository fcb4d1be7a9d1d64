import { z } from 'zod'
import { type Operation, operation } from '@/lib/operations/operation'
import { moment, named } from '@/lib/operations/shapes'
import { listAbsences } from '@/lib/queries/list-absences'
import { listGroups } from '@/lib/queries/list-groups'

const group = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: moment,
    members: z.array(named.extend({ isActive: z.boolean() })),
    usedIn: z.array(z.string()).describe('The rules in force that name it.'),
  })
  .meta({ id: 'Group' })

const groups = operation({
  id: 'groups.list',
  method: 'GET',
  path: '/groups',
  scope: 'access:read',
  summary: 'List groups',
  description:
    'Who is in the groups that rules ask for votes. Who is put into one can decide from then on: that takes an admin who has signed in.',
  input: z.object({}),
  output: z.object({ items: z.array(group) }),
  run: async (ctx) => ({ items: await listGroups(ctx) }),
})

const absence = z
  .object({
    ...{ id: z.string(), member: named, delegate: named.describe('Who votes in their place meanwhile.') },
    ...{ startsAt: moment, endsAt: moment, endedAt: moment.nullable() },
    ...{ reason: z.string(), createdBy: z.string(), status: z.enum(['now', 'to come', 'over']) },
    votes: z.number().int().describe('Cast in their place.'),
  })
  .meta({ id: 'Absence' })

const absences = operation({
  id: 'absences.list',
  method: 'GET',
  path: '/absences',
  scope: 'access:read',
  summary: 'List absences',
  description:
    'Who is, will be or was away, and who votes in their place. A vote is handed on by a person who has signed in, never by a token.',
  input: z.object({}),
  output: z.object({ items: z.array(absence) }),
  run: async (ctx) => ({ items: await listAbsences(ctx) }),
})

/** Who decides, and who does in whose place. Read only: a token must not make somebody able to decide. */
export const peopleOperations: readonly Operation[] = [groups, absences]
