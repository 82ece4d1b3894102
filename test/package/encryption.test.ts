import { describe, expect, test } from '@jest/globals';
import { deployedTemplate } from '../support/package/deployed-template.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
const byDefault = deployedTemplate();
const withKey = deployedTemplate({ KmsKeyArn: KEY });

describe.each(byDefault.idsOf('AWS::SQS::Queue'))('%s', (queue) => {
  test('is encrypted with a key of SQS', () => {
    expect(byDefault.propertiesOf(queue)).toMatchObject({ SqsManagedSseEnabled: true });
    expect(byDefault.propertiesOf(queue)).not.toHaveProperty('KmsMasterKeyId');
  });

  test('is encrypted with the key that the deployer names', () => {
    expect(withKey.propertiesOf(queue)).toMatchObject({
      SqsManagedSseEnabled: false,
      KmsMasterKeyId: KEY,
    });
  });
});

describe.each(['UsersTable', 'ScheduledHiresTable', 'IntakeTable'])('%s', (table) => {
  test('is encrypted with a key of the account, whose use is on record', () => {
    expect(byDefault.propertiesOf(table)).toHaveProperty('SSESpecification', {
      SSEEnabled: true,
      SSEType: 'KMS',
    });
  });

  test('is encrypted with the key that the deployer names', () => {
    expect(withKey.propertiesOf(table)).toHaveProperty('SSESpecification.KMSMasterKeyId', KEY);
  });
});

describe.each([
  'ProvisionUserLogGroup',
  'ReleaseDueHiresLogGroup',
  'IntakeLogGroup',
  'AuditLogGroup',
])('%s', (group) => {
  test('is encrypted with the key that the deployer names', () => {
    expect(withKey.propertiesOf(group)).toHaveProperty('KmsKeyId', KEY);
  });

  test('is encrypted with a key of CloudWatch Logs where none is named', () => {
    expect(byDefault.propertiesOf(group)).not.toHaveProperty('KmsKeyId');
  });
});

describe.each(['ProvisionUserRole', 'ReleaseDueHiresRole'])('%s', (role) => {
  const statements = (template: typeof withKey) =>
    JSON.stringify(template.propertiesOf(role)['Policies']);

  test('may use the key that the deployer names', () => {
    expect(statements(withKey)).toContain(
      JSON.stringify({
        Sid: 'UseKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: KEY,
        Condition: {
          StringEquals: {
            'kms:ViaService': ['sqs.eu-west-1.amazonaws.com', 'dynamodb.eu-west-1.amazonaws.com'],
          },
        },
      }),
    );
  });

  test('may use no key where none is named', () => {
    expect(statements(byDefault)).not.toContain('UseKey');
    expect(statements(byDefault)).not.toContain('kms:Decrypt');
  });
});
