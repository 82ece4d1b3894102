import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { readPackagedTemplate } from '../support/package/packaged-service.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
const GROUP = 'OperatorChangesLogGroup';

describe('the log of changes by operators', () => {
  test('is kept for 400 days, whatever the days of the log of the function', () => {
    expect(deployedTemplate().propertiesOf(GROUP)).toMatchObject({ RetentionInDays: 400 });
  });

  test('stays after the stack', () => {
    expect(readPackagedTemplate().Resources[GROUP]).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('is encrypted with the key that the deployer names', () => {
    expect(deployedTemplate({ KmsKeyArn: KEY }).propertiesOf(GROUP)).toHaveProperty(
      'KmsKeyId',
      KEY,
    );
    expect(deployedTemplate().propertiesOf(GROUP)).not.toHaveProperty('KmsKeyId');
  });

  test('cannot be written by the function', () => {
    const policies = readPackagedTemplate().Resources['ProvisionUserRole']?.Properties;

    expect(JSON.stringify(policies)).not.toContain(GROUP);
  });

  test('is append-only for operators', () => {
    const policy = JSON.parse(readFileSync('docs/operator-policy/stack.json', 'utf8'));
    const actions = policy.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action);

    expect(actions.filter((action: string) => action.startsWith('logs:')).sort()).toEqual([
      'logs:CreateLogStream',
      'logs:FilterLogEvents',
      'logs:PutLogEvents',
    ]);
  });
});
