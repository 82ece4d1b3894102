import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../local/template/template.ts';
import { readPackagedTemplate } from '../support/package/packaged-service.ts';
import { problemsOf } from './resource-specification.ts';

const spec = loadAwsServiceSpecSync();
const template = readPackagedTemplate();

describe("AWS's specification of resource types", () => {
  test.each(Object.keys(template.Resources))('has nothing against %s', (logicalId) => {
    expect(problemsOf(logicalId, template, spec)).toEqual([]);
  });
});

describe('a check against the specification', () => {
  const problemsWith = (Type: string, Properties: JsonObject) =>
    problemsOf('It', { Outputs: {}, Resources: { It: { Type, Properties } } }, spec);

  test('a check against the specification finds a resource type that does not exist', () => {
    expect(problemsWith('AWS::SQS::Line', {})).toEqual(['It: AWS::SQS::Line does not exist']);
  });

  test('a check against the specification finds a property that does not exist', () => {
    expect(problemsWith('AWS::SQS::Queue', { Retention: 1 })).toEqual([
      'It.Retention: does not exist',
    ]);
  });

  test('a check against the specification finds a property of a property that does not exist', () => {
    expect(
      problemsWith('AWS::DynamoDB::Table', {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH', Order: 1 }],
      }),
    ).toEqual(['It.KeySchema.0.Order: does not exist']);
  });

  test('a check against the specification finds a required property that is missing', () => {
    expect(problemsWith('AWS::DynamoDB::Table', {})).toEqual(['It.KeySchema: is missing']);
  });

  test.each([
    [{ VisibilityTimeout: '360' }, 'It.VisibilityTimeout: is no integer'],
    [{ SqsManagedSseEnabled: 'true' }, 'It.SqsManagedSseEnabled: is no boolean'],
    [{ QueueName: 1 }, 'It.QueueName: is no string'],
    [{ Tags: 'team' }, 'It.Tags: is no list'],
  ])(
    'a check against the specification finds a value of the wrong type: %j',
    (properties, problem) => {
      expect(problemsWith('AWS::SQS::Queue', properties)).toEqual([problem]);
    },
  );

  test('a check against the specification finds an attribute that the resource does not have', () => {
    expect(problemsWith('AWS::SQS::Queue', { QueueName: { 'Fn::GetAtt': ['It', 'Url'] } })).toEqual(
      ['It.QueueName: AWS::SQS::Queue has no attribute Url'],
    );
  });

  test.each([[{ Ref: 'Other' }], [{ 'Fn::GetAtt': ['Other', 'Arn'] }]])(
    'a check against the specification finds a reference to what is not in the template: %j',
    (reference) => {
      expect(problemsWith('AWS::SQS::Queue', { QueueName: reference })).toEqual([
        'It.QueueName: Other is not in the template',
      ]);
    },
  );
});
