import type { AccessLevel, RiskCategory } from '@/lib/domain/permission'

/** Where an action of a service is sensitive. `actions` is matched against the bare name. */
type Rule = { services: RegExp; actions: RegExp; levels?: readonly AccessLevel[] }

const CHANGES: readonly AccessLevel[] = ['write', 'permissions-management']
const LOOKS: readonly AccessLevel[] = ['read', 'list']

/** Which AWS actions are worse than their access level says, and how. AWS lists `iam:PassRole` and `sts:AssumeRole` as
 *  Write beside thousands of harmless ones, and reading a secret as Read. Written as rules where names follow one, so
 *  that an action that AWS adds tomorrow is mostly right already, and by name where they do not. */
const RULES: Record<RiskCategory, readonly Rule[]> = {
  'credential-exposure': [
    rule('sts', 'AssumeRo(le(With(SAML|WebIdentity))?|ot)|Get(FederationToken|SessionToken|DelegatedAccessToken)'),
    rule('sts', 'Get(WebIdentityToken|ServiceBearerToken)'),
    rule('iam', '(Create|Update)AccessKey|CreateLoginProfile|(Create|Reset)ServiceSpecificCredential'),
    rule('sso', '(Get|Create)(RoleCredentials|TokenWithIAM)'),
    rule('signin', 'CreateOAuth2Token|AuthorizeOAuth2Access'),
    rule('secretsmanager', '(Batch)?GetSecretValue'),
    rule('cognito-identity', 'Get(CredentialsForIdentity|OpenIdToken(ForDeveloperIdentity)?)'),
    rule('cognito-idp', 'DescribeUserPoolClient|GetUserAttributeVerificationCode'),
    rule('bedrock-agentcore', 'GetResource(ApiKey|\\w+Token)|GetWorkloadAccessToken\\w*'),
    rule('rds-db|dsql|elasticache|memorydb', '[Cc]onnect|DbConnect(Admin)?'),
    rule('redshift|redshift-serverless', 'Get(Cluster)?Credentials(WithIAM)?|GetIdentityCenterAuthToken'),
    rule('ec2-instance-connect', 'Send(SerialConsole)?SSHPublicKey|OpenTunnel'),
    rule('ec2', 'GetPasswordData|CreateKeyPair'),
    rule('s3', 'GetDataAccess|CreateSession'),
    rule('lightsail', '(Get|Create|DownloadDefault)(BucketAccessKeys?|KeyPairs?)|GetInstanceAccessDetails'),
    rule('gamelift', 'GetInstanceAccess|GetComputeA(uthToken|ccess)|GetGameSessionLogUrl|RequestUploadCredentials'),
    rule('cloud9', 'CreateEnvironment(SSH|Token)'),
    rule('codepipeline', 'PollFor(ThirdParty)?Jobs'),
    rule('athena', 'GetSessionEndpoint'),
    rule('connect', 'GetFederationToken|ListSecurityKeys'),
    rule('appsync', '(List|Create)ApiKeys?'),
    rule('snowball', 'GetJobUnlockCode|GetJobManifest'),
    rule('storagegateway', 'DescribeChapCredentials'),
    rule('iot', 'AssumeRoleWithCertificate'),
    rule('glue', 'RefreshOAuth2Tokens|GlueNotebookRefreshCredentials'),
    rule('.*', '(Get|Retrieve)\\w*(Session|Connection)Credentials'),
    rule('.*', '(Get|Create|Generate|Request|Issue|Rotate|Download)\\w*(ApiKey|AccessKeys?|AuthToken|BearerToken)'),
    rule('.*', '(Get|List)\\w*(AuthorizationToken|BearerTokens|OauthParameters|MasterUserPassword|DefaultKeyPair)'),
    rule('.*', 'Rotate\\w+Credentials'),
  ],
  'privilege-escalation': [
    rule('iam', '(Attach|Put)(User|Group|Role)Policy|CreatePolicyVersion|SetDefaultPolicyVersion'),
    rule('iam', 'UpdateAssumeRolePolicy|PassRole|AddUserToGroup|CreateServiceLinkedRole|AddRoleToInstanceProfile'),
    rule('iam', '(Put|Delete)(User|Role)PermissionsBoundary|Create(AccessKey|LoginProfile)|UpdateLoginProfile'),
    rule('iam', '(CreateVirtual|Enable|Resync)MFADevice|(Create|Update)(SAML|OpenIDConnect)Provider'),
    rule('iam', '(Delete|Detach)(User|Role)Policy|AcceptDelegationRequest'),
    rule('sso', '(Attach|Put)\\w*To(PermissionSet)|PutPermissionsPolicy|UpdatePermissionSet|CreateAccountAssignment'),
    rule('identitystore|sso-directory', 'CreateGroupMembership|AddMemberToGroup'),
    rule('organizations', 'AttachPolicy|DetachPolicy|RegisterDelegatedAdministrator|LeaveOrganization'),
    rule('kms', 'CreateGrant|PutKeyPolicy'),
    rule('ec2-instance-connect', 'SendSSHPublicKey'),
    rule('ssm', 'SendCommand|StartSession'),
    rule('ecs', 'ExecuteCommand'),
    rule('lambda', 'UpdateFunctionCode|UpdateFunctionConfiguration'),
    rule('glue', 'UpdateDevEndpoint'),
    rule('codestar', 'CreateProject|AssociateTeamMember'),
    rule('eks', 'CreateAccessEntry|AssociateAccessPolicy'),
    rule('sts', 'AssumeRoot'),
  ],
  'data-access': [
    rule('s3.*|mediastore', 'GetObject(Version|Torrent)?|GetTableData|GetVectors|QueryVectors'),
    rule('s3-object-lambda', 'ListBucket'),
    rule('dynamodb|dax', '(Batch)?GetItem|Query|Scan|GetRecords|PartiQLSelect|ExportTableToPointInTime'),
    rule('cassandra|sdb', 'Select'),
    rule('rds|rds-data|redshift-data', 'DownloadDBLogFilePortion|DownloadCompleteDBLogFile|(Batch)?ExecuteSt?atement'),
    rule('redshift-data|timestream|qldb', 'GetStatementResult|Select|GetBlock'),
    rule('athena', 'GetQuery(Execution|Results|ResultsStream)'),
    rule('logs', 'Get(LogEvents|LogRecord|QueryResults|LogObject)|FilterLogEvents|Unmask|StartLiveTail'),
    rule('cloudtrail', 'LookupEvents|GetQueryResults'),
    rule('kinesis.*', 'GetRecords|SubscribeToShard|GetMedia\\w*|GetImages|GetClip'),
    rule('sqs', 'ReceiveMessage'),
    rule('es|aoss|opensearch', 'ESHttp\\w+|APIAccessAll|DashboardsAccessAll|ApplicationAccessAll'),
    rule('ssm', 'GetParameter(s|History|sByPath)?|GetDocument'),
    rule('secretsmanager', '(Batch)?GetSecretValue'),
    rule('kms', 'CreateGrant|Decrypt'),
    rule('ec2', 'GetConsoleOutput|GetConsoleScreenshot'),
    rule('ebs', 'GetSnapshotBlock'),
    rule('lambda', 'GetFunction|GetLayerVersion(ByArn)?'),
    rule('cloudformation|serverlessrepo', 'GetTemplate|GetApplication|GetCloudFormationTemplate'),
    rule('cloudfront|appsync', 'GetFunction|GetDataSource'),
    rule('ecr|ecr-public|lightsail', 'GetDownloadUrlForLayer|GetContainerImages'),
    rule('codecommit', '(Batch)?Get(?!ion)\\w+|Describe(MergeConflicts|PullRequestEvents)|GitPull', LOOKS),
    rule('codeartifact', 'GetPackageVersion(Asset|Readme)|ReadFromRepository'),
    rule('codebuild|codepipeline', 'BatchGetReport(Group)?s|GetPipelineExecution'),
    rule('codeguru.*', 'GetRecommendations|Describe(CodeReview|RecommendationFeedback)'),
    rule('cognito-idp', '(Admin)?(Get|List)(User|Device|Group)s?(ForUser|AuthEvents)?|AdminListUserAuthEvents'),
    rule('cognito-(identity|sync)', 'LookupDeveloperIdentity|(List|Query)Records'),
    rule('sso|sso-directory|identitystore', '(Search|Describe|List)(Groups?|Users?)', LOOKS),
    rule('chime', '(Get|List)(Attendee|Meeting|Room|User|ChannelMessage)(s|\\w*)', LOOKS),
    rule('chatbot', '(Describe|List)\\w*(Slack|Teams)\\w*', LOOKS),
    rule('connect|workmail', 'ListUsers|ListGroups|ListGroupMembers|GetContactAttributes'),
    rule('workdocs', 'GetDocument(Path|Version)?'),
    rule('healthlake', 'ReadResource|SearchWith(Get|Post)|SearchEverything'),
    rule('macie2|wafv2|guardduty', 'GetFindings|GetSampledRequests'),
    rule('support', 'Describe(Attachment|Communications)'),
    rule('kendra|sagemaker|datapipeline', 'Query|Search|QueryObjects|Retrieve'),
    rule('cleanrooms|robomaker|gamelift', 'GetProtectedQuery|GetWorldTemplateBody|GetInstanceAccess'),
  ],
  'resource-exposure': [
    rule('.*', '.*', ['permissions-management']),
    rule('iam|ram|sso|sso-directory|identitystore|cognito-identity', '.*', CHANGES),
    rule(
      '.*',
      '\\w*(ResourcePolicy|AccessPolicy|(?<!Check\\w*)Permissions?|(?<!Network|Web)Acl|Credentials?|Password|PublicAccess\\w*)',
      CHANGES,
    ),
    rule('.*', '(Authorize|Share|Grant)\\w*(Access|Directory|Permissions|Ingress|Share)', CHANGES),
    rule('quicksight', '(Create|Delete|Update|Register)(Admin|User|Group|IAMPolicy)\\w*', CHANGES),
    rule('ds', 'Create(ConditionalForwarder|Directory|MicrosoftAD|Trust)|ShareDirectory'),
    rule('es|opensearch', '(Create|Update)(Elasticsearch)?Domain(Config)?'),
    rule('sns|sqs', 'CreateTopic|CreateQueue|SetQueueAttributes'),
    rule('wafv2', '(Create|Delete|Update)WebACL'),
    rule('lambda', '(Create|Update)FunctionUrlConfig'),
    rule('ec2', 'Modify(Image|Snapshot)Attribute|AuthorizeSecurityGroup\\w+|CreateVpcPeeringConnection'),
    rule('rds', 'Modify\\w*SnapshotAttribute'),
  ],
}

/** The categories of an action, none for most. `service` is the IAM prefix, `name` the action without it. */
export function categoriesOf(service: string, name: string, level: AccessLevel): RiskCategory[] {
  const categories = Object.entries(RULES) as [RiskCategory, readonly Rule[]][]
  return categories.flatMap(([category, rules]) =>
    rules.some((each) => holds(each, service, name, level)) ? category : [],
  )
}

function holds({ services, actions, levels }: Rule, service: string, name: string, level: AccessLevel): boolean {
  return (levels === undefined || levels.includes(level)) && services.test(service) && actions.test(name)
}

function rule(services: string, actions: string, levels?: readonly AccessLevel[]): Rule {
  return { services: new RegExp(`^(${services})$`), actions: new RegExp(`^(${actions})$`), levels }
}
