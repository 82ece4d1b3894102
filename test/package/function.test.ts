import { beforeAll, describe, expect, test } from '@jest/globals';
import { version } from '../../src/operator/version.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import {
  type PackagedTemplate,
  readPackagedTemplate,
} from '../support/package/packaged-service.ts';

let template: PackagedTemplate;

beforeAll(() => {
  template = readPackagedTemplate();
});

describe('the function', () => {
  const properties = () => template.Resources['ProvisionUserLambdaFunction']?.Properties;

  test('the function is the only one, beside the sweep, intake and the audit', () => {
    const functions = Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
      .map(([logicalId]) => logicalId);
    expect(functions).toEqual([
      'ProvisionUserLambdaFunction',
      'ReleaseDueHiresLambdaFunction',
      'IntakeLambdaFunction',
      'AuditLambdaFunction',
    ]);
  });

  test('the function runs on Node.js 24', () => {
    expect(properties()).toHaveProperty('Runtime', 'nodejs24.x');
  });

  test('the function runs on arm64', () => {
    expect(properties()).toHaveProperty('Architectures', ['arm64']);
  });

  test('the function is handlers/provision-user.ts', () => {
    expect(properties()).toHaveProperty('Handler', 'handlers/provision-user.handler');
  });

  test('the function has 60 seconds for a batch', () => {
    expect(properties()).toHaveProperty('Timeout', 60);
  });

  test('the function has 512 MB, and the CPU that comes with them', () => {
    expect(properties()).toHaveProperty('MemorySize', 512);
  });

  test('the function runs under the role that is created for it', () => {
    expect(properties()).toHaveProperty('Role', { 'Fn::GetAtt': ['ProvisionUserRole', 'Arn'] });
  });

  test('the function reads exactly these settings', () => {
    expect(properties()).toHaveProperty('Environment', {
      Variables: {
        JOINER_VERSION: version,
        TARGET: 'finspace',
        FINSPACE_ACCOUNT_ID: { Ref: 'AWS::AccountId' },
        FINSPACE_ENVIRONMENT_ID: expect.stringMatching(/^[a-zA-Z0-9]{1,26}$/),
        USERS_TABLE_NAME: { Ref: 'UsersTable' },
        SCHEDULED_HIRES_TABLE_NAME: { Ref: 'ScheduledHiresTable' },
        PSEUDONYM_KEY_ARN: {
          'Fn::If': [
            'MakesPseudonymKey',
            { 'Fn::GetAtt': ['PseudonymKey', 'Arn'] },
            { Ref: 'PseudonymKeyArn' },
          ],
        },
        NEW_HIRE_QUEUE_URL: { Ref: 'NewHireQueue' },
        NEW_HIRE_QUEUE_ARN: { 'Fn::GetAtt': ['NewHireQueue', 'Arn'] },
        COMPLETION_QUEUE_URL: { Ref: 'CompletionQueue' },
        REJECTED_QUEUE_URL: { Ref: 'RejectedQueue' },
        DEAD_LETTER_QUEUE_URL: { Ref: 'DeadLetterQueue' },
        ALLOWED_USER_TYPES: 'APP_USER',
        ALLOWED_API_ACCESS_PRINCIPAL_ARNS: '',
        ALLOWED_EMAIL_DOMAINS: '*',
        ACCEPTED_EVENT_TYPES: '',
        SINGLE_NAME: 'reject',
        RETRY_BACKOFF_BASE_SECONDS: '30',
        RETRY_BACKOFF_MAX_SECONDS: '3600',
        HAND_OVER_AFTER_HOURS: '24',
        PROVISION_DAYS_BEFORE_START: '0',
        START_TIME_ZONE: 'UTC',
        RECORD_DAYS: 'none',
        CREATIONS_PER_HOUR: 'none',
        GRANT_TO_EXISTING: 'false',
        POWERTOOLS_SERVICE_NAME: 'joiner',
        POWERTOOLS_LOG_LEVEL: 'INFO',
        POWERTOOLS_METRICS_NAMESPACE: 'Joiner',
        STAGE: 'local',
      },
    });
  });

  test('the function reserves no concurrency', () => {
    expect(deployedTemplate().propertiesOf('ProvisionUserLambdaFunction')).not.toHaveProperty(
      'ReservedConcurrentExecutions',
    );
  });

  test('the function reserves the concurrency that the deployer names', () => {
    const reserving = deployedTemplate({ ReservedConcurrency: '5' });

    expect(reserving.propertiesOf('ProvisionUserLambdaFunction')).toHaveProperty(
      'ReservedConcurrentExecutions',
      '5',
    );
  });

  test('the function keeps no old versions of itself', () => {
    const types = Object.values(template.Resources).map((resource) => resource.Type);
    expect(types).not.toContain('AWS::Lambda::Version');
  });
});

describe('the event source mapping', () => {
  const properties = () => template.Resources['ProvisionUserEventSourceMapping']?.Properties;

  test('the event source mapping is the only one of the function', () => {
    const mappings = Object.entries(template.Resources).filter(
      ([id, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping' && !id.startsWith('Intake'),
    );
    expect(mappings).toHaveLength(1);
  });

  test('feeds the function from the new-hire queue', () => {
    expect(properties()).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': ['NewHireQueue', 'Arn'] },
      FunctionName: { 'Fn::GetAtt': ['ProvisionUserLambdaFunction', 'Arn'] },
    });
  });

  test('is not enabled by a deployment, which may come during `joiner pause`', () => {
    expect(properties()).not.toHaveProperty('Enabled');
  });

  test('believes the function about which messages of a batch failed', () => {
    expect(properties()).toHaveProperty('FunctionResponseTypes', ['ReportBatchItemFailures']);
  });

  test('delivers ten messages at most at a time', () => {
    expect(properties()).toHaveProperty('BatchSize', 10);
  });

  test('the event source mapping does not wait for a fuller batch', () => {
    expect(properties()).toHaveProperty('MaximumBatchingWindowInSeconds', 0);
  });

  test('bounds how many instances call the directory at the same time', () => {
    expect(properties()).toHaveProperty('ScalingConfig', { MaximumConcurrency: 2 });
  });
});

test('each function has a log group, and changes by operators have one', () => {
  const groups = Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::Logs::LogGroup')
    .map(([logicalId]) => logicalId);
  expect(groups.sort()).toEqual([
    'AuditLogGroup',
    'IntakeLogGroup',
    'OperatorChangesLogGroup',
    'ProvisionUserLogGroup',
    'ReleaseDueHiresLogGroup',
  ]);
});

describe.each(['ProvisionUser', 'ReleaseDueHires', 'Intake', 'Audit'])(
  'the log group of %s',
  (name) => {
    const logGroup = () => template.Resources[`${name}LogGroup`]?.Properties;

    test('the log group is where Lambda writes for this function', () => {
      expect(template.Resources[`${name}LambdaFunction`]?.Properties).toHaveProperty(
        'LoggingConfig',
        { LogGroup: { Ref: `${name}LogGroup` } },
      );
    });

    test('the log group outlives the stack', () => {
      expect(template.Resources[`${name}LogGroup`]).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      });
    });

    test('the log group has no fixed name, so that a later stack does not meet the one that was left', () => {
      expect(logGroup()).toHaveProperty('LogGroupName', { Ref: 'AWS::NoValue' });
    });

    test('the log group is there before the function, so that Lambda makes none that never expires', () => {
      expect(template.Resources[`${name}LambdaFunction`]?.DependsOn).toContain(`${name}LogGroup`);
    });

    test('forgets after 400 days', () => {
      expect(logGroup()).toHaveProperty('RetentionInDays', 400);
    });
  },
);
