import { describe, expect, test } from '@jest/globals';
import { deployedTemplate } from '../support/package/deployed-template.ts';

const nobodyElse = (accounts: string[], roles: string[]) => ({
  Sid: 'DenyOtherSenders',
  Effect: 'Deny',
  Principal: '*',
  Action: 'sqs:SendMessage',
  Resource: '<NewHireQueue.Arn>',
  Condition: {
    StringNotEquals: { 'aws:PrincipalAccount': accounts, 'aws:PrincipalArn': roles },
    Bool: { 'aws:PrincipalIsAWSService': 'false' },
  },
});
const allowed = (Sid: string, Principal: object, Condition?: object) => ({
  Sid,
  Effect: 'Allow',
  Principal,
  Action: 'sqs:SendMessage',
  Resource: '<NewHireQueue.Arn>',
  ...(Condition && { Condition }),
});

function statementsWith(parameters: Readonly<Record<string, string>>) {
  const policy = deployedTemplate(parameters).propertiesOf('NewHireQueuePolicy');
  const { Statement } = policy['PolicyDocument'] as { Statement: readonly { Sid: string }[] };
  return Statement.filter(({ Sid }) => Sid !== 'DenyWithoutTls');
}

describe('who may send hires', () => {
  test('is left to the permissions of the account while no sender is named', () => {
    expect(statementsWith({})).toEqual([]);
  });

  test('is the named accounts, and no one else', () => {
    const accounts = ['444455556666', '777788889999'];
    expect(statementsWith({ SenderAccounts: accounts.join(',') })).toEqual([
      nobodyElse(accounts, ['none']),
      allowed('AllowAccounts', { AWS: accounts }),
    ]);
  });

  test('is the named roles, and no one else', () => {
    const role = 'arn:aws:iam::444455556666:role/hr';
    expect(statementsWith({ SenderRoleArns: role })).toEqual([
      nobodyElse(['none'], [role]),
      allowed('AllowRoles', { AWS: [role] }),
    ]);
  });

  test('is SNS for the named topics, and no one else', () => {
    const topic = 'arn:aws:sns:eu-west-1:444455556666:hires';
    expect(statementsWith({ SenderTopicArns: topic })).toEqual([
      nobodyElse(['none'], ['none']),
      allowed(
        'AllowTopics',
        { Service: 'sns.amazonaws.com' },
        { ArnEquals: { 'aws:SourceArn': [topic] } },
      ),
    ]);
  });

  test('is EventBridge for the named rules, and no one else', () => {
    const rule = 'arn:aws:events:eu-west-1:444455556666:rule/hires';
    expect(statementsWith({ SenderRuleArns: rule })).toEqual([
      nobodyElse(['none'], ['none']),
      allowed(
        'AllowRules',
        { Service: 'events.amazonaws.com' },
        { ArnEquals: { 'aws:SourceArn': [rule] } },
      ),
    ]);
  });
});
