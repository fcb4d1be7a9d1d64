import type { CloudTrailEvent } from '@/lib/connectors/aws-cloudtrail/cloudtrail-event'
import { type ActionCatalogue, findPermission } from '@/lib/domain/iam-catalogue'

/** A call as a permission. `isKnown` false: no IAM action of that name is documented, and `permission` is the event's. */
export type CalledAction = { permission: string; isKnown: boolean }

/** Event sources whose name is not the IAM prefix. */
const PREFIXES: Readonly<Record<string, string>> = {
  ...{ monitoring: 'cloudwatch', email: 'ses', tagging: 'tag', cloudcontrolapi: 'cloudformation' },
  ...{ cloudhsmv2: 'cloudhsm', appstream2: 'appstream', elasticmapreduce: 'elasticmapreduce' },
  ...{
    'servicecatalog-appregistry': 'servicecatalog',
    'streams.dynamodb': 'dynamodb',
    'runtime.sagemaker': 'sagemaker',
  },
  ...{ 'models.lex': 'lex', 'runtime.lex': 'lex', 'models-v2-lex': 'lex', 'runtime-v2-lex': 'lex', 'data.iot': 'iot' },
  ...{ 'entitlement.marketplace': 'aws-marketplace', 'metering.marketplace': 'aws-marketplace', opensearch: 'es' },
  ...{ 'agreement-marketplace': 'aws-marketplace', 'discovery-marketplace': 'aws-marketplace', neptune: 'rds' },
  ...{ docdb: 'rds', 'bedrock-runtime': 'bedrock', 'bedrock-agent': 'bedrock', 'bedrock-agent-runtime': 'bedrock' },
  ...{ 'invoicing-payment': 'invoicing', 'data.mediastore': 'mediastore', iotdata: 'iot', jobsdata: 'iot' },
}

/** Calls that another action allows. CloudTrail writes the name of the API's operation; IAM groups several under one. */
const ACTIONS: Readonly<Record<string, string>> = {
  ...all('s3:ListAllMyBuckets', 's3:ListBuckets ListDirectoryBuckets'),
  ...all('s3:ListBucket', 's3:ListObjects ListObjectsV2 HeadBucket'),
  ...all('s3:ListBucketVersions', 's3:ListObjectVersions'),
  ...all('s3:ListBucketMultipartUploads', 's3:ListMultipartUploads'),
  ...all('s3:ListMultipartUploadParts', 's3:ListParts'),
  ...all('s3:GetObject', 's3:HeadObject SelectObjectContent'),
  ...all('s3:PutObject', 's3:CopyObject UploadPart UploadPartCopy CreateMultipartUpload PostObject'),
  ...all('s3:PutObject', 's3:CompleteMultipartUpload InitiateMultipartUpload'),
  ...all('s3:DeleteObject', 's3:DeleteObjects DeleteMultipleObjects'),
  ...all('s3:GetEncryptionConfiguration', 's3:GetBucketEncryption'),
  ...all('s3:PutEncryptionConfiguration', 's3:PutBucketEncryption DeleteBucketEncryption'),
  ...all('s3:GetLifecycleConfiguration', 's3:GetBucketLifecycle GetBucketLifecycleConfiguration'),
  ...all('s3:PutLifecycleConfiguration', 's3:PutBucketLifecycle PutBucketLifecycleConfiguration DeleteBucketLifecycle'),
  ...all('s3:PutBucketCORS', 's3:DeleteBucketCors'),
  ...all('s3:PutBucketTagging', 's3:DeleteBucketTagging'),
  ...all('s3:GetReplicationConfiguration', 's3:GetBucketReplication'),
  ...all('s3:PutReplicationConfiguration', 's3:PutBucketReplication DeleteBucketReplication'),
  ...all('s3:GetAccelerateConfiguration', 's3:GetBucketAccelerateConfiguration'),
  ...all('s3:PutAccelerateConfiguration', 's3:PutBucketAccelerateConfiguration'),
  ...all('s3:GetMetricsConfiguration', 's3:GetBucketMetricsConfiguration ListBucketMetricsConfigurations'),
  ...all('s3:PutMetricsConfiguration', 's3:PutBucketMetricsConfiguration DeleteBucketMetricsConfiguration'),
  ...all('s3:GetAnalyticsConfiguration', 's3:GetBucketAnalyticsConfiguration ListBucketAnalyticsConfigurations'),
  ...all('s3:PutAnalyticsConfiguration', 's3:PutBucketAnalyticsConfiguration DeleteBucketAnalyticsConfiguration'),
  ...all('s3:GetInventoryConfiguration', 's3:GetBucketInventoryConfiguration ListBucketInventoryConfigurations'),
  ...all('s3:PutInventoryConfiguration', 's3:PutBucketInventoryConfiguration DeleteBucketInventoryConfiguration'),
  ...all('s3:GetIntelligentTieringConfiguration', 's3:GetBucketIntelligentTieringConfiguration'),
  ...all('s3:PutIntelligentTieringConfiguration', 's3:PutBucketIntelligentTieringConfiguration'),
  ...all('s3:GetBucketPublicAccessBlock', 's3:GetPublicAccessBlock'),
  ...all(
    's3:PutBucketPublicAccessBlock',
    's3:PutPublicAccessBlock DeletePublicAccessBlock DeleteBucketPublicAccessBlock',
  ),
  ...all('s3:PutAccountPublicAccessBlock', 's3:DeleteAccountPublicAccessBlock'),
  ...all('s3:GetBucketObjectLockConfiguration', 's3:GetObjectLockConfiguration'),
  ...all('s3:PutBucketObjectLockConfiguration', 's3:PutObjectLockConfiguration'),
  ...all('s3:PutBucketOwnershipControls', 's3:DeleteBucketOwnershipControls'),
  ...all('lambda:InvokeFunction', 'lambda:Invoke InvokeWithResponseStream'),
  ...all('dynamodb:GetItem', 'dynamodb:TransactGetItems'),
  ...all('sqs:SendMessage', 'sqs:SendMessageBatch'),
  ...all('sqs:DeleteMessage', 'sqs:DeleteMessageBatch'),
  ...all('sqs:ChangeMessageVisibility', 'sqs:ChangeMessageVisibilityBatch'),
  ...all('sns:Publish', 'sns:PublishBatch'),
  ...all('bedrock:InvokeModel', 'bedrock:Converse'),
  ...all('bedrock:InvokeModelWithResponseStream', 'bedrock:ConverseStream InvokeModelWithBidirectionalStream'),
  ...all('ses:SendEmail', 'ses:SendTemplatedEmail'),
  ...all('ses:SendRawEmail', 'ses:SendBounce'),
}

function all(action: string, events: string): Record<string, string> {
  const [service = '', names = ''] = events.split(':')
  return Object.fromEntries(names.split(' ').map((name) => [`${service}:${name}`.toLowerCase(), action]))
}

/** `ListTags20170331`, `UpdateFunctionCode20150331v2`, `CreateDistribution2020_05_31`: the API's date is no part of IAM's name. */
const API_DATE = /20\d\d_?\d\d_?\d\d(v\d+)?$/
/** API Gateway's actions are the HTTP methods. */
const METHOD_OF_VERB: readonly [RegExp, string][] = [
  [/^(Get|Export|List)/, 'GET'],
  [/^(Update|Patch)/, 'PATCH'],
  [/^(Put|Tag)/, 'PUT'],
  [/^(Delete|Untag|Flush)/, 'DELETE'],
  [/^/, 'POST'],
]

/** Answers which IAM action allows the call of an event. Whatever the catalogue does not know keeps the event's own
 *  name and is told as unknown: an action CloudTrail does not record, or names otherwise, is not an unused one. */
export function createActionMapper(catalogue: ActionCatalogue): (event: CloudTrailEvent) => CalledAction {
  const seen = new Map<string, CalledAction>()
  return ({ source, name }) => {
    const key = `${source}:${name}`
    const known = seen.get(key)
    if (known) return known
    const action = mapAction(catalogue, source, name)
    if (seen.size < 50_000) seen.set(key, action)
    return action
  }
}

function mapAction(catalogue: ActionCatalogue, source: string, name: string): CalledAction {
  const host = source.replace(/\.(amazonaws\.com(\.cn)?|aws\.internal|aws\.amazon\.com)$/, '')
  const prefix = PREFIXES[host] ?? host
  const undated = name.replace(API_DATE, '')
  const method = prefix === 'apigateway' && METHOD_OF_VERB.find(([verb]) => verb.test(undated))?.[1]
  const candidates = [ACTIONS[`${prefix}:${undated}`.toLowerCase()], `${prefix}:${name}`, `${prefix}:${undated}`]
  if (method) candidates.unshift(`apigateway:${method}`)
  for (const candidate of candidates) {
    const permission = candidate && findPermission(catalogue, candidate)
    if (permission) return { permission: permission.key, isKnown: true }
  }
  return { permission: `${prefix}:${name}`, isKnown: false }
}

/** AWS turned the call away before anything was done: not allowed, over a limit, or too fast. Whatever failed later
 *  (no such bucket, a bad parameter) had passed, and counts as allowed. */
const REFUSED =
  /AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|AuthFailure|Forbidden|AllAccessDisabled|Throttl|LimitExceeded|TooManyRequests|SlowDown/i

export function isRefused(errorCode: string | null): boolean {
  return errorCode !== null && REFUSED.test(errorCode)
}
