import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type PackagedTemplate,
  readPackagedTemplate,
} from '../support/package/packaged-service.ts';

let template: PackagedTemplate;

beforeAll(() => {
  template = readPackagedTemplate();
});

describe('the users table', () => {
  const properties = () => template.Resources['UsersTable']?.Properties;

  test('the users table is the only table', () => {
    const tables = Object.values(template.Resources).filter(
      (resource) => resource.Type === 'AWS::DynamoDB::Table',
    );
    expect(tables).toHaveLength(1);
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

  test('expires marks of failed messages only: no record has the attribute', () => {
    expect(properties()).toHaveProperty('TimeToLiveSpecification', {
      AttributeName: 'expiresAt',
      Enabled: true,
    });
    expect(readFileSync('src/aws/transitions.ts', 'utf8')).not.toContain('expiresAt');
  });
});
