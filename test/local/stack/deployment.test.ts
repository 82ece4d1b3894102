import { describe, expect, test } from '@jest/globals';
import { planDeployment } from '../../../local/stack/deployment.ts';
import type { ResourceContext } from '../../../local/stack/resources/resource-type.ts';
import type { Template } from '../../../local/template/template.ts';

const identity = { accountId: '000000000000', region: 'eu-west-1', stackName: 'joiner-local' };
const plan = (template: Template) => planDeployment(template, identity);

describe('a template that the local stack cannot stand up', () => {
  test('a template that the local stack cannot stand up is refused with every resource and property that it does not know, by name and type', () => {
    const template = {
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic' },
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q', FifoQueue: true } },
        Api: { Type: 'AWS::ApiGateway::RestApi' },
      },
    };

    expect(() => plan(template)).toThrow(
      [
        'The local stack cannot run this template:',
        '- Topic: AWS::SNS::Topic has no counterpart here',
        '- Queue: AWS::SQS::Queue has no FifoQueue here',
        '- Api: AWS::ApiGateway::RestApi has no counterpart here',
        'Remove it for the local stage, or add support for it to local/stack/resource-types.ts.',
      ].join('\n'),
    );
  });

  test('a template that the local stack cannot stand up is refused for a macro', () => {
    const template = { Transform: 'AWS::Serverless-2016-10-31', Resources: {} };

    expect(() => plan(template)).toThrow('- Transform: macros do not run here');
  });

  test('a template that the local stack cannot stand up is taken where its condition leaves the unknown resource out', () => {
    const template = {
      Conditions: { Live: { 'Fn::Equals': [{ Ref: 'AWS::StackName' }, 'joiner-live'] } },
      Resources: { Topic: { Type: 'AWS::SNS::Topic', Condition: 'Live' } },
    };

    expect(plan(template).withoutEffect).toEqual([]);
  });
});

describe('a rule of EventBridge', () => {
  const ruleTo = (Arn: string) =>
    plan({
      Resources: {
        Rule: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 'target', Arn }] } },
      },
    }).apply({ identity } as ResourceContext);

  test('a rule of EventBridge is taken where it reports to a topic, as nothing happens here that it could report', async () => {
    const { resources } = await ruleTo('arn:aws:sns:eu-west-1:000000000000:on-call');

    expect(resources.get('Rule')).toMatchObject({ type: 'AWS::Events::Rule' });
  });

  test('a rule of EventBridge is refused where it feeds a part of the stack', async () => {
    await expect(ruleTo('arn:aws:sqs:eu-west-1:000000000000:new-hires')).rejects.toThrow(
      'Resources.Rule: the local stack has no EventBridge',
    );
  });
});

test('what changes nothing here is said, resource by resource', () => {
  const { withoutEffect } = plan({
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true } },
      Table: { Type: 'AWS::DynamoDB::Table', Properties: { DeletionProtectionEnabled: true } },
    },
  });

  expect(withoutEffect).toEqual([
    'Queue.SqsManagedSseEnabled: set on the queue, but nothing is encrypted here',
    'Table.DeletionProtectionEnabled: the local stack deletes no table',
  ]);
});
