import { globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type PackagedTemplate,
  readPackagedTemplate,
} from '../support/package/packaged-service.ts';

/** test/runtime/settings.test.ts shows that RECORD_DAYS allows no fewer. */
const FEWEST_RECORD_DAYS = 30;

let template: PackagedTemplate;

beforeAll(() => {
  template = readPackagedTemplate();
});

describe('the users table', () => {
  const properties = () => template.Resources['UsersTable']?.Properties;

  test('the users table is the only table, beside those of scheduled hires and of the intake', () => {
    const tables = Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::DynamoDB::Table')
      .map(([logicalId]) => logicalId);
    expect(tables).toEqual(['UsersTable', 'ScheduledHiresTable', 'IntakeTable']);
  });

  test('the users table is keyed by the person alone, and has no index', () => {
    expect(properties()).toMatchObject({
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    });
    expect(properties()).not.toHaveProperty('GlobalSecondaryIndexes');
    expect(properties()).not.toHaveProperty('LocalSecondaryIndexes');
  });

  test('the users table is paid by the request', () => {
    expect(properties()).toHaveProperty('BillingMode', 'PAY_PER_REQUEST');
  });

  test('the users table can be restored to any second', () => {
    expect(properties()).toHaveProperty('PointInTimeRecoverySpecification', {
      PointInTimeRecoveryEnabled: true,
    });
  });

  test('the users table refuses to be deleted', () => {
    expect(properties()).toHaveProperty('DeletionProtectionEnabled', true);
  });

  test('outlives the stack', () => {
    expect(template.Resources['UsersTable']).toHaveProperty('DeletionPolicy', 'Retain');
  });

  test('outlives its replacement', () => {
    expect(template.Resources['UsersTable']).toHaveProperty('UpdateReplacePolicy', 'Retain');
  });

  test('the users table has no fixed name, so that a new stack does not collide with the retained one', () => {
    expect(properties()).not.toHaveProperty('TableName');
  });

  test('expires marks of failed messages and, with recordDays, people whose account is gone', () => {
    expect(properties()).toHaveProperty('TimeToLiveSpecification', {
      AttributeName: 'expiresAt',
      Enabled: true,
    });
    const writers = globSync('src/**/!(*scheduled*).ts').filter((file) =>
      /(SET .*|#)expiresAt = /.test(readFileSync(file, 'utf8')),
    );
    expect(writers.sort()).toEqual([
      'src/aws/pointer-updates.ts',
      'src/aws/stored-marks.ts',
      'src/aws/transitions.ts',
    ]);
  });

  test('keeps a record for longer than any message lasts, in the new-hire queue and then in a failed one', () => {
    const days = Object.values(template.Resources)
      .filter(({ Type }) => Type === 'AWS::SQS::Queue')
      .map(({ Properties }) => Number(Properties?.['MessageRetentionPeriod']) / (24 * 3600));

    expect(2 * Math.max(...days)).toBeLessThan(FEWEST_RECORD_DAYS);
  });
});
