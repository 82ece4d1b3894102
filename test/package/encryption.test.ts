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

describe('the users table', () => {
  test('the users table is encrypted with a key of the account, whose use is on record', () => {
    expect(byDefault.propertiesOf('UsersTable')).toHaveProperty('SSESpecification', {
      SSEEnabled: true,
      SSEType: 'KMS',
    });
  });

  test('the users table is encrypted with the key that the deployer names', () => {
    expect(withKey.propertiesOf('UsersTable')).toHaveProperty(
      'SSESpecification.KMSMasterKeyId',
      KEY,
    );
  });
});

describe('the log group', () => {
  test('the log group is encrypted with the key that the deployer names', () => {
    expect(withKey.propertiesOf('ProvisionUserLogGroup')).toHaveProperty('KmsKeyId', KEY);
  });

  test('the log group is encrypted with a key of CloudWatch Logs where none is named', () => {
    expect(byDefault.propertiesOf('ProvisionUserLogGroup')).not.toHaveProperty('KmsKeyId');
  });
});

describe('the function', () => {
  const statements = (template: typeof withKey) =>
    JSON.stringify(template.propertiesOf('ProvisionUserRole')['Policies']);

  test('the function may use the key that the deployer names', () => {
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

  test('the function may use no key where none is named', () => {
    expect(statements(byDefault)).not.toContain('UseKey');
    expect(statements(byDefault)).not.toContain('kms:Decrypt');
  });
});
