import { beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { TARGETS } from '../../local/directories/directories.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { readPackagedTemplate, readPackagedZip } from '../support/package/packaged-service.ts';
import { statementsOf } from '../support/package/queue-policy.ts';
import { bundleService } from './service-bundle.ts';

const template = deployedTemplate();

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function statementsOfRole(parameters = {}, target?: string): readonly Statement[] {
  const { Policies } = deployedTemplate(parameters, target).propertiesOf('AuditRole');
  const [policy] = Policies as unknown as { PolicyDocument: { Statement: Statement[] } }[];
  return policy?.PolicyDocument.Statement ?? [];
}

test('without a schedule, a stack has nothing of the nightly audit', () => {
  const { Resources, Outputs = {} } = readPackagedTemplate();
  const conditions = Object.entries({ ...Resources, ...Outputs })
    .filter(([name]) => /audit/i.test(name))
    .map(([_, { Condition }]) => Condition);
  const without = deployedTemplate({ AuditSchedule: '' });

  expect(conditions.length).toBeGreaterThan(12);
  expect(new Set(conditions)).toEqual(new Set(['HasAudit', 'ReportsAuditChanges']));
  expect(String(without.propertiesOf('Dashboard')['DashboardBody'])).not.toMatch(/audit/i);
});

describe('the nightly audit', () => {
  const properties = template.propertiesOf('AuditLambdaFunction');

  test('is handlers/audit.ts, on Node.js 24 and arm64, under a role of its own', () => {
    expect(properties).toMatchObject({
      Handler: 'handlers/audit.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Role: '<AuditRole.Arn>',
    });
  });

  test('is begun by the schedule that the deployer gives', () => {
    const AuditSchedule = 'cron(0 2 * * ? *)';

    expect(deployedTemplate({ AuditSchedule }).propertiesOf('AuditRule')).toMatchObject({
      ScheduleExpression: AuditSchedule,
      Targets: [{ Arn: '<AuditLambdaFunction.Arn>', Input: '{"audit":"begin"}' }],
    });
  });

  test('is continued every 15 minutes, after a run has ended for sure', () => {
    expect(template.propertiesOf('ContinueAuditRule')).toMatchObject({
      ScheduleExpression: 'rate(15 minutes)',
      Targets: [{ Arn: '<AuditLambdaFunction.Arn>', Input: '{"audit":"continue"}' }],
    });
    expect(properties['Timeout']).toBeLessThan(15 * 60);
  });

  test('is started by these two rules alone', () => {
    const sources = template
      .idsOf('AWS::Lambda::Permission')
      .map((id) => template.propertiesOf(id))
      .filter(({ FunctionName }) => FunctionName === '<AuditLambdaFunction>')
      .map(({ Principal, SourceArn }) => [Principal, SourceArn]);

    expect(sources).toEqual([
      ['events.amazonaws.com', '<AuditRule.Arn>'],
      ['events.amazonaws.com', '<ContinueAuditRule.Arn>'],
    ]);
  });
});

describe('the role of the nightly audit', () => {
  const statement = (sid: string, target?: string) =>
    statementsOfRole({}, target).find(({ Sid }) => Sid === sid);

  test('can be assumed by Lambda alone, for this function', () => {
    expect(readPackagedTemplate().Resources['AuditRole']?.Properties).toHaveProperty(
      'AssumeRolePolicyDocument.Statement.0',
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnEquals: {
            'aws:SourceArn': {
              'Fn::Sub':
                'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:joiner-local-audit',
            },
          },
        },
      },
    );
  });

  test('grants these things and no other, and borrows no managed policy', () => {
    expect(statementsOfRole()).toEqual([
      {
        Sid: 'WriteOwnLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '<AuditLogGroup.Arn>',
      },
      {
        Sid: 'ReadAllRecords',
        Effect: 'Allow',
        Action: 'dynamodb:Scan',
        Resource: '<UsersTable.Arn>',
      },
      {
        Sid: 'LookAtRecordsAgain',
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: '<UsersTable.Arn>',
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['user#*', 'employee#*'] },
        },
      },
      {
        Sid: 'DerivePseudonyms',
        Effect: 'Allow',
        Action: 'kms:GenerateMac',
        Resource: '<PseudonymKey.Arn>',
      },
      {
        Sid: 'KeepAuditsAndReports',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: '<AuditBucket.Arn>/*',
      },
      {
        Sid: 'KnowThatNoAuditWasMade',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: '<AuditBucket.Arn>',
      },
      expect.objectContaining({ Sid: 'ReadDirectory' }),
    ]);
    expect(template.propertiesOf('AuditRole')).not.toHaveProperty('ManagedPolicyArns');
  });

  test.each([
    [
      'finspace',
      'ReadDirectory',
      ['finspace:ListUsers', 'finspace:GetUser', 'finspace:ListUsersByPermissionGroup'],
    ],
    [
      'identity-center',
      'ReadDirectory',
      [
        'identitystore:ListUsers',
        'identitystore:DescribeUser',
        'identitystore:ListGroupMemberships',
      ],
    ],
    ['scim', 'ReadToken', ['secretsmanager:GetSecretValue', 'ssm:GetParameter']],
  ])('only reads, of the directory %s', (target, sid, actions) => {
    expect(statement(sid, target)?.Action).toEqual(actions);
  });

  test.each(TARGETS)('writes nothing but its log and its own bucket, packaged for %s', (target) => {
    const reading = /:(Get|List|Describe|Scan|GenerateMac)/;
    const writing = statementsOfRole({}, target)
      .flatMap(({ Action, Resource }) => [Action].flat().map((action) => [action, Resource]))
      .filter(([action]) => !reading.test(String(action)));

    expect(writing).toEqual([
      ['logs:CreateLogStream', '<AuditLogGroup.Arn>'],
      ['logs:PutLogEvents', '<AuditLogGroup.Arn>'],
      ['s3:PutObject', '<AuditBucket.Arn>/*'],
    ]);
  });
});

describe('the bucket of the nightly audit', () => {
  const bucket = template.propertiesOf('AuditBucket');

  test('can never be public, keeps versions, and outlives the stack', () => {
    expect(bucket).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    for (const id of ['AuditBucket', 'AuditBucketPolicy'])
      expect(readPackagedTemplate().Resources[id]).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      });
  });

  test('keeps reports as long as logs are kept, and unfinished audits for two days', () => {
    const { Rules } = Object(bucket['LifecycleConfiguration']);
    const { RetentionInDays } = template.propertiesOf('AuditLogGroup');

    expect(Rules.slice(0, 2)).toEqual([
      {
        Id: 'forget-reports',
        Status: 'Enabled',
        Prefix: 'reports/',
        ExpirationInDays: RetentionInDays,
      },
      {
        Id: 'forget-unfinished-audits',
        Status: 'Enabled',
        Prefix: 'states/',
        ExpirationInDays: 2,
      },
    ]);
  });

  test('refuses calls without TLS, and writes and deletions of any role but that of the function', () => {
    const [tls, writers] = statementsOf(template, 'AuditBucket');

    expect(tls).toMatchObject({
      Effect: 'Deny',
      Action: 's3:*',
      Resource: ['<AuditBucket.Arn>', '<AuditBucket.Arn>/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(writers).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:PutObject*', 's3:DeleteObject*', 's3:Replicate*', 's3:RestoreObject'],
      Resource: '<AuditBucket.Arn>/*',
      Condition: {
        ArnNotEquals: { 'aws:PrincipalArn': '<AuditRole.Arn>' },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    });
  });

  test('shows reports to the function and to operators that are named', () => {
    const operator = 'arn:aws:iam::111122223333:role/operators';
    const named = deployedTemplate({ OperatorRoleArns: operator });

    expect(statementsOf(named, 'AuditBucket').at(-1)).toMatchObject({
      Sid: 'DenyOtherReaders',
      Action: 's3:GetObject*',
      Condition: { StringNotLike: { 'aws:PrincipalArn': ['<AuditRole.Arn>', operator] } },
    });
  });
});

describe('what Lambda gets for the nightly audit', () => {
  let inputs: readonly string[];
  beforeAll(async () => {
    const { metafile } = await bundleService(undefined, 'audit');
    inputs = Object.keys(metafile.inputs);
  });

  test('is one file, with what reads the token of a SCIM server next to it', () => {
    const filesOf = (target: string) => Object.keys(unzipSync(readPackagedZip('audit', target)));

    expect(filesOf('finspace')).toEqual(['handlers/audit.js']);
    expect(filesOf('scim').toSorted()).toEqual([
      'handlers/audit.js',
      'handlers/read-parameter.js',
      'handlers/read-secret-value.js',
    ]);
  });

  test('has neither the engine, nor the intake, nor the command line', () => {
    const others =
      /^src\/(operator|intake|sources|provisioning\/(provision|release)-|sqs\/(process|intake|release))/;

    expect(inputs.filter((input) => others.test(input))).toEqual([]);
  });

  test('weighs less than 160 KB', () => {
    expect(readPackagedZip('audit').length).toBeLessThan(160_000);
  });
});
