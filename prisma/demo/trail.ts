const ACCOUNT = '111122223333'

type Json = Record<string, unknown>
type Session = { role: string; name: string; key: string; began: Date }

/** CloudTrail records of the bank's AWS account, as AWS writes them. Times are absolute. */
export class Trail {
  readonly records: Json[] = []

  #add(at: Date, call: string, userIdentity: Json, more: Json = {}): void {
    const [service, eventName] = call.split(':')
    this.records.push({
      eventVersion: '1.11',
      eventTime: at.toISOString(),
      eventSource: `${service}.amazonaws.com`,
      eventName,
      awsRegion: 'eu-central-1',
      sourceIPAddress: '192.0.2.40',
      eventID: `demo-${this.records.length}`,
      eventType: 'AwsApiCall',
      recipientAccountId: ACCOUNT,
      requestParameters: null,
      responseElements: null,
      userIdentity,
      ...more,
    })
  }

  user(name: string): Json {
    return {
      type: 'IAMUser',
      arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
      accountId: ACCOUNT,
      accessKeyId: `AKIA${name}`,
      userName: name,
    }
  }

  within({ role, name, key, began }: Session): Json {
    const sessionIssuer = { type: 'Role', arn: roleArn(role), accountId: ACCOUNT, userName: role }
    return {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
      accountId: ACCOUNT,
      accessKeyId: key,
      sessionContext: { sessionIssuer, attributes: { creationDate: began.toISOString(), mfaAuthenticated: 'false' } },
    }
  }

  role(at: Date, name: string, trusted: Json, policies: { attached?: string[]; inline?: string[] }): void {
    const by = this.user('platform-admin')
    const action = 'Federated' in trusted ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole'
    const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: trusted, Action: action }] }
    const document = JSON.stringify(trust)
    const role = { arn: roleArn(name), roleName: name, assumeRolePolicyDocument: encodeURIComponent(document) }
    const requestParameters = { roleName: name, assumeRolePolicyDocument: document, maxSessionDuration: 43_200 }
    this.#add(at, 'iam:CreateRole', by, { requestParameters, responseElements: { role } })
    for (const policy of policies.attached ?? []) {
      const policyArn = `arn:aws:iam::aws:policy/${policy}`
      this.#add(at, 'iam:AttachRolePolicy', by, { requestParameters: { roleName: name, policyArn } })
    }
    if (policies.inline) {
      const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: policies.inline, Resource: '*' }] }
      this.#add(at, 'iam:PutRolePolicy', by, {
        requestParameters: { roleName: name, policyName: 'inline', policyDocument: JSON.stringify(policy) },
      })
    }
  }

  assume(by: Json, session: Session, lifetimeSeconds: number, request: Json = {}): void {
    const { role, name, key, began } = session
    const call = by.type === 'WebIdentityUser' ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole'
    this.#add(began, call, by, {
      requestParameters: { roleArn: roleArn(role), roleSessionName: name, ...request },
      responseElements: {
        credentials: { accessKeyId: key, expiration: usTime(new Date(began.getTime() + lifetimeSeconds * 1000)) },
        assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}` },
      },
    })
  }

  refuse(at: Date, by: Json, role: string): void {
    const errorMessage = `User is not authorized to perform: sts:AssumeRole on resource: ${roleArn(role)}`
    this.#add(at, 'sts:AssumeRole', by, { errorCode: 'AccessDenied', errorMessage })
  }

  use(session: Session, calls: readonly string[], minutes: readonly number[], errorCode?: string): void {
    for (const [index, minute] of minutes.entries()) {
      const call = calls[index % calls.length] ?? ''
      this.#add(
        new Date(session.began.getTime() + minute * 60_000),
        call,
        this.within(session),
        errorCode ? { errorCode } : {},
      )
    }
  }
}

export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`

/** `Nov 23, 2026, 1:05:00 PM`, as STS writes expirations. */
function usTime(at: Date): string {
  const day = at.toLocaleDateString('en-US', { timeZone: 'UTC', month: 'short', day: 'numeric', year: 'numeric' })
  return `${day}, ${at.toLocaleTimeString('en-US', { timeZone: 'UTC' })}`
}
