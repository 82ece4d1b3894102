import { describe, expect, test } from '@jest/globals';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { readPackagedTemplate } from '../support/package/packaged-service.ts';

const properties = deployedTemplate().propertiesOf('ScheduledHiresTable');

describe('the table of scheduled hires', () => {
  test('is keyed by the person', () => {
    expect(properties).toHaveProperty('KeySchema', [{ AttributeName: 'pk', KeyType: 'HASH' }]);
  });

  test('has one index, by the time at which hires are due, without their messages', () => {
    expect(properties['GlobalSecondaryIndexes']).toEqual([
      {
        IndexName: 'waiting-by-due-time',
        KeySchema: [
          { AttributeName: 'waiting', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });

  test('can be restored to any second of seven days, and keeps no message for longer', () => {
    expect(properties).toHaveProperty('PointInTimeRecoverySpecification', {
      PointInTimeRecoveryEnabled: true,
      RecoveryPeriodInDays: 7,
    });
  });

  test('lets its items end', () => {
    expect(properties).toHaveProperty('TimeToLiveSpecification', {
      AttributeName: 'expiresAt',
      Enabled: true,
    });
  });

  test('is paid by the request, and refuses to be deleted', () => {
    expect(properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
    });
  });

  test('outlives the stack and its replacement, so it has no fixed name', () => {
    expect(readPackagedTemplate().Resources['ScheduledHiresTable']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    expect(properties).not.toHaveProperty('TableName');
  });
});
