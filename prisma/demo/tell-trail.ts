import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { sessionListRequest } from '@/lib/domain/session-filter'
import { ingestCloudTrail } from '@/lib/jobs/ingest-cloudtrail'
import { listSessions } from '@/lib/queries/list-sessions'
import type { Story } from '@/prisma/demo/story'
import { roleArn, Trail } from '@/prisma/demo/trail'

const HOUR = 3600
const GITHUB = 'token.actions.githubusercontent.com'
const everyFew = (until: number, step: number) =>
  Array.from({ length: Math.floor(until / step) }, (_, index) => (index + 1) * step)

function githubRun(repository: string) {
  const userName = `repo:${repository}:ref:refs/heads/main`
  return {
    type: 'WebIdentityUser',
    principalId: `${GITHUB}:sts.amazonaws.com:${userName}`,
    userName,
    identityProvider: `arn:aws:iam::111122223333:oidc-provider/${GITHUB}`,
  }
}

type Ago = (seconds: number) => Date

/** Roles made weeks ago, with what they may do and who may take them on. */
function writeRoles(trail: Trail, ago: Ago): void {
  const github = { Federated: `arn:aws:iam::111122223333:oidc-provider/${GITHUB}` }
  const shop = ['ecs:*', 'ecr:GetAuthorizationToken', 'iam:PassRole', 's3:PutObject', 's3:GetObject']
  trail.role(ago(400 * HOUR), 'ci-admin', github, { attached: ['AdministratorAccess'] })
  trail.role(ago(399 * HOUR), 'shop-deploy', { AWS: roleArn('ci-admin') }, { inline: shop })
  const ec2 = { Service: 'ec2.amazonaws.com' }
  trail.role(ago(398 * HOUR), 'statement-reader', ec2, { attached: ['AmazonS3ReadOnlyAccess'] })
}

/** A pipeline that holds everything for twelve hours, and a chain from it. */
function writeChain(trail: Trail, ago: Ago): void {
  const ci = { role: 'ci-admin', name: 'shop-build-4711', key: 'ASIADEMOCIADMIN00001', began: ago(5 * HOUR) }
  trail.assume(githubRun('meridian/shop'), ci, 12 * HOUR)
  const looks = ['s3:ListBuckets', 'ecr:DescribeRepositories', 'sts:GetCallerIdentity', 'ec2:DescribeVpcs']
  trail.use(ci, looks, everyFew(280, 9))
  const deploy = { role: 'shop-deploy', name: 'rollout', key: 'ASIADEMODEPLOY000001', began: ago(0.8 * HOUR) }
  trail.assume(trail.within(ci), deploy, HOUR, { sourceIdentity: 'meridian-shop' })
  trail.use(deploy, ['ecs:UpdateService', 'ecs:DescribeServices', 'ecr:GetAuthorizationToken'], everyFew(40, 3))
  trail.use(deploy, ['iam:CreateUser'], [12, 13], 'AccessDenied')
}

/** A machine that reads, a role nobody saw being made, and somebody who was refused. */
function writeOthers(trail: Trail, ago: Ago): void {
  const reader = {
    role: 'statement-reader',
    name: 'i-0a1b2c3d4e5f60718',
    key: 'ASIADEMOREADER000001',
    began: ago(2 * HOUR),
  }
  trail.assume({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }, reader, 6 * HOUR)
  trail.use(reader, ['s3:ListBuckets', 's3:GetBucketLocation'], everyFew(110, 5))
  const report = { role: 'quarterly-report', name: 'nightly', key: 'ASIADEMOREPORT000001', began: ago(3 * HOUR) }
  trail.assume(trail.user('kofi.mensah'), report, 8 * HOUR)
  trail.use(report, ['athena:StartQueryExecution', 'athena:GetQueryResults'], everyFew(120, 6))
  const refusals = [90 * HOUR, 20 * HOUR, 1.5 * HOUR]
  for (const seconds of refusals) trail.refuse(ago(seconds), trail.user('lars.holm'), 'ci-admin')
}

/** The bank's AWS account, as its trail has it. */
function writeTrail(story: Story): Trail {
  const trail = new Trail()
  const ago = (seconds: number) => new Date(Math.floor((story.now.getTime() - seconds * 1000) / 1000) * 1000)
  writeRoles(trail, ago)
  writeChain(trail, ago)
  writeOthers(trail, ago)
  return trail
}

/** What the account's trail says is read, and the chain under the pipeline is ordered to end: AWS cannot recall it. */
export function tellTrail(story: Story): void {
  const text = () => new TextEncoder().encode(JSON.stringify({ Records: writeTrail(story).records }))
  async function* bytes() {
    yield text()
  }
  async function* files() {
    yield { name: 'meridian-111122223333.json', stream: bytes() }
  }
  story.daysAgo(0.004, (now) => ingestCloudTrail(story.system('ingest', now), files()))
  story.daysAgo(0.003, async (now) => {
    const ctx = story.as('reviewer', now)
    const { rows } = await listSessions(
      ctx,
      sessionListRequest.parse({ view: 'live', source: 'aws-cloudtrail', q: 'shop-deploy' }),
    )
    const sessionIds = rows.map((row) => row.id)
    const reason = 'Tried to make a user. Ended until the shop team has answered.'
    await revokeSessions(ctx, revokeSessionsInput.parse({ sessionIds, reason }))
  })
}
