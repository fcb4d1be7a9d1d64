import { expect, it } from 'vitest'
import { reader } from '@/lib/db'
import { fromPublicId } from '@/lib/id'
import { detectForOrganisation } from '@/lib/jobs/run-detectors'
import { listObservedQuestions } from '@/lib/queries/list-observed-questions'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'
import { putGuardrails } from '@/tests/support/put-guardrails'

const SHORT = 'forbid (principal, action == Action::"observe", resource) when { context.ttlSeconds > 3600 };'

const findings = (org: Organisation) =>
  reader().finding.findMany({ where: { orgId: org.orgId, detector: 'outside-guardrail' }, orderBy: { id: 'asc' } })

it('a live session of another issuer that a guardrail forbids is a finding, until the guardrail or the session is gone', async () => {
  const org = await createLifecycle()
  const long = await org.observed({ expiresAt: at('+8h') })
  await org.observed()
  const run = (now = NOW) => detectForOrganisation(org.remit(now))
  await run()
  expect(await findings(org)).toEqual([])

  await putGuardrails(org.orgId, [SHORT])
  await run()
  const [finding, ...others] = await findings(org)
  expect(others).toEqual([])
  expect(finding).toMatchObject({
    ...{ status: 'open', subjectKind: 'session', subjectId: fromPublicId('session', long), severity: 'medium' },
    title: 'The guardrail first forbids this session',
    evidence: { Access: 'support-agent for Ines', System: 'ticketing', Guardrails: 'first' },
  })
  expect(await run()).toMatchObject({ open: [], change: [], resolve: [] })

  await putGuardrails(org.orgId, [SHORT.replace('observe', 'issue')])
  await run()
  expect(await findings(org)).toMatchObject([{ status: 'resolved' }])
  await putGuardrails(org.orgId, [SHORT])
  await run()
  expect(await findings(org)).toMatchObject([{ status: 'open', timesReopened: 1 }])
  await run(at('+9h'))
  expect(await findings(org)).toMatchObject([{ status: 'resolved' }])
})

it('guardrails are told of an observed session what is known of it, and sessions that Remit gave are not their business', async () => {
  const org = await createLifecycle()
  const grantId = await org.grant()
  await org.session(grantId)
  await org.observed({ breadth: 40, ticket: 'CHG-7', depth: 1 })
  const looked = `context.breadth == 40 && context has ticket && context.ticket == "CHG-7" && context.chainDepth == 1
    && context.hour == 12 && context.weekday == 1 && context.ttlSeconds == 3600 && !context.isPermanent
    && context.permissions.isEmpty() && principal.name == "Ines" && context.actor.kind == "agent"
    && principal.groups.isEmpty() && resource.tier == 2 && !(context has requester)`
  await putGuardrails(org.orgId, [`forbid (principal, action == Action::"observe", resource) when { ${looked} };`])
  await detectForOrganisation(org.remit())
  expect(await findings(org)).toHaveLength(1)
})

it('a guardrail that cannot be read makes no findings', async () => {
  const org = await createLifecycle()
  await org.observed()
  await putGuardrails(org.orgId, ['forbid (principal'])
  await expect(detectForOrganisation(org.remit())).resolves.toBeDefined()
  expect(await findings(org)).toEqual([])
})

it('sessions are told apart only by what guardrails look at', async () => {
  const org = await createLifecycle()
  for (const hours of [1, 2, 3, 4, 5, 6] as const)
    await org.observed({ expiresAt: at(`+${hours}h`), breadth: hours, purpose: hours > 4 ? 'nightly' : null })
  const long = 'context.ttlSeconds > 7200 && context has purpose && context.purpose == "nightly"'
  await putGuardrails(org.orgId, [`forbid (principal, action, resource) when { ${long} };`])
  expect((await listObservedQuestions(org.remit()))?.questions).toHaveLength(6)
  await detectForOrganisation(org.remit())
  expect(await findings(org)).toHaveLength(2)
  await putGuardrails(org.orgId, ['forbid (principal, action, resource) when { context.actor.isThirdParty };'])
  expect((await listObservedQuestions(org.remit()))?.questions).toHaveLength(1)
})
