import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

const ACTIONS: readonly [string, string][] = [
  ['s3', 'GetObject'],
  ['s3', 'ListObjectsV2'],
  ['s3', 'PutObject'],
  ['dynamodb', 'Query'],
  ['kms', 'Decrypt'],
  ['ec2', 'DescribeInstances'],
  ['ssm', 'GetParameter'],
  ['logs', 'DescribeLogGroups'],
  ['sqs', 'ReceiveMessage'],
  ['monitoring', 'GetMetricData'],
]
const START = Date.UTC(2026, 9, 1)
const LIVE_SESSIONS = 400

type Session = { key: string; arn: string; role: string; issuedAt: string }

const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`
const id = (n: number) => `${(n * 2_654_435_761) % 2 ** 32}`.padStart(12, '0')

/** A trail as a busy account writes it: every 50th record issues a session, the others are calls in one of 400 live
 *  sessions, about 1.3 KB each. */
class Trail {
  private readonly live: Session[] = []
  private count = 0

  next(): string {
    const n = this.count++
    const time = iso(START + n * 30)
    return JSON.stringify(n % 50 === 0 || this.live.length === 0 ? this.issue(n, time) : this.call(n, time))
  }

  private base(n: number, time: string, source: string, name: string) {
    return {
      eventVersion: '1.11',
      eventTime: time,
      eventSource: `${source}.amazonaws.com`,
      eventName: name,
      awsRegion: 'eu-west-1',
      sourceIPAddress: '192.0.2.10',
      userAgent: 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/bench#1.58.2',
      requestID: `request-${id(n)}`,
      eventID: `bench-${n}-${id(n)}`,
      readOnly: true,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
      tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: 'bench' },
    }
  }

  private issue(n: number, time: string) {
    const role = `service-${n % 97}`
    const session = {
      key: `ASIA${`${n}`.padStart(12, '0')}BENC`,
      arn: `arn:aws:sts::111122223333:assumed-role/${role}/task-${n}`,
      role,
      issuedAt: time,
    }
    this.live[(n / 50) % LIVE_SESSIONS] = session
    return {
      ...this.base(n, time, 'sts', 'AssumeRole'),
      userIdentity: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
      requestParameters: { roleArn: `arn:aws:iam::111122223333:role/${role}`, roleSessionName: `task-${n}` },
      responseElements: {
        credentials: {
          accessKeyId: session.key,
          expiration: iso(Date.parse(time) + 3_600_000),
          sessionToken: 'hidden',
        },
        assumedRoleUser: { assumedRoleId: `AROA${role}:task-${n}`, arn: session.arn },
      },
    }
  }

  private call(n: number, time: string) {
    const session = this.live[(n * 7919) % this.live.length] as Session
    const [source, name] = ACTIONS[(n * 31) % ACTIONS.length] as [string, string]
    return {
      ...this.base(n, time, source, name),
      userIdentity: {
        type: 'AssumedRole',
        principalId: `AROA${session.role}:task`,
        arn: session.arn,
        accountId: '111122223333',
        accessKeyId: session.key,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            arn: `arn:aws:iam::111122223333:role/${session.role}`,
            accountId: '111122223333',
            userName: session.role,
          },
          attributes: { creationDate: session.issuedAt, mfaAuthenticated: 'false' },
        },
      },
      requestParameters: { resource: `arn:aws:${source}:eu-west-1:111122223333:bench/${n % 1000}`, limit: 100 },
      responseElements: null,
      errorCode: n % 200 === 1 ? 'AccessDenied' : undefined,
    }
  }
}

/** Writes such a trail as `{"Records":[…]}` of at least so many bytes. Returns how many records it has. */
export async function writeSyntheticTrail(path: string, bytes: number): Promise<number> {
  const file = createWriteStream(path)
  const trail = new Trail()
  let [written, records] = [0, 0]
  file.write('{"Records":[')
  while (written < bytes) {
    const lines = Array.from({ length: 1000 }, () => trail.next()).join(',')
    if (!file.write(`${records > 0 ? ',' : ''}${lines}`)) await once(file, 'drain')
    written += lines.length
    records += 1000
  }
  file.end(']}')
  await once(file, 'finish')
  return records
}
