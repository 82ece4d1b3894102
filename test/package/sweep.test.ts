import { beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { readPackagedTemplate, readPackagedZip } from '../support/package/packaged-service.ts';
import { bundleService } from './service-bundle.ts';

const template = deployedTemplate();
const properties = template.propertiesOf('ReleaseDueHiresLambdaFunction');

describe('the sweep', () => {
  test('is handlers/release-due-hires.ts, on Node.js 24 and arm64', () => {
    expect(properties).toMatchObject({
      Handler: 'handlers/release-due-hires.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
    });
  });

  test('runs under a role of its own', () => {
    expect(properties).toHaveProperty('Role', '<ReleaseDueHiresRole.Arn>');
  });

  test('reads the table and the queue, and beside the settings of the directory, which it ignores, no other', () => {
    const { Variables } = Object(properties['Environment']);

    expect(Object.keys(Variables).filter((name) => !name.startsWith('FINSPACE_'))).toEqual([
      'SCHEDULED_HIRES_TABLE_NAME',
      'NEW_HIRE_QUEUE_URL',
      'POWERTOOLS_SERVICE_NAME',
      'POWERTOOLS_LOG_LEVEL',
      'POWERTOOLS_METRICS_NAMESPACE',
      'STAGE',
    ]);
  });

  test('reserves no concurrency, which an account that has little of it could not give', () => {
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('is started every 15 minutes, by this rule alone', () => {
    expect(template.propertiesOf('ReleaseDueHiresRule')).toMatchObject({
      ScheduleExpression: 'rate(15 minutes)',
      Targets: [{ Id: 'release-due-hires', Arn: '<ReleaseDueHiresLambdaFunction.Arn>' }],
    });
    const starting = template
      .idsOf('AWS::Lambda::Permission')
      .filter((id) => JSON.stringify(template.propertiesOf(id)).includes('<ReleaseDueHires'));
    expect(starting).toEqual(['ReleaseDueHiresPermission']);
    expect(template.propertiesOf('ReleaseDueHiresPermission')).toEqual({
      FunctionName: '<ReleaseDueHiresLambdaFunction>',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: '<ReleaseDueHiresRule.Arn>',
    });
  });
});

describe('the role of the sweep', () => {
  const role = readPackagedTemplate().Resources['ReleaseDueHiresRole']?.Properties;

  test('can be assumed by Lambda alone, for this function', () => {
    expect(role).toHaveProperty('AssumeRolePolicyDocument.Statement.0', {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnEquals: {
          'aws:SourceArn': {
            'Fn::Sub':
              'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:joiner-local-releaseDueHires',
          },
        },
      },
    });
  });

  test('grants these calls and no other', () => {
    const [policy] = template.propertiesOf('ReleaseDueHiresRole')['Policies'] as unknown as {
      PolicyDocument: { Statement: readonly object[] };
    }[];

    expect(policy?.PolicyDocument.Statement).toEqual([
      {
        Sid: 'WriteOwnLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '<ReleaseDueHiresLogGroup.Arn>',
      },
      {
        Sid: 'FindDueHires',
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: '<ScheduledHiresTable.Arn>/index/waiting-by-due-time',
      },
      {
        Sid: 'ReleaseThem',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        Resource: '<ScheduledHiresTable.Arn>',
      },
      {
        Sid: 'SendHires',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: '<NewHireQueue.Arn>',
      },
    ]);
  });

  test('borrows no managed policy', () => {
    expect(role).not.toHaveProperty('ManagedPolicyArns');
  });
});

describe('what Lambda gets for the sweep', () => {
  const zip = readPackagedZip('releaseDueHires');
  let inputs: readonly string[];
  beforeAll(async () => {
    const { metafile } = await bundleService(undefined, 'release-due-hires');
    inputs = Object.keys(metafile.inputs);
  });

  test('is one file', () => {
    expect(Object.keys(unzipSync(zip))).toEqual(['handlers/release-due-hires.js']);
  });

  test('has neither the engine nor a directory', () => {
    const others =
      /^src\/(targets|provisioning\/provision-hire|runtime\/targets|contracts\/new-hire)/;
    expect(inputs.filter((input) => others.test(input))).toEqual([]);
  });

  test('weighs less than 85 KB', () => {
    expect(zip.length).toBeLessThan(85_000);
  });
});
