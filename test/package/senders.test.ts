import { describe, expect, test } from '@jest/globals';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { readPackagedTemplate } from '../support/package/packaged-service.ts';
import { statementsOf } from '../support/package/queue-policy.ts';

const OPERATORS = 'arn:aws:iam::111122223333:role/joiner-operators';
describe.each([
  ['hires', 'NewHireQueue', ['<ReleaseDueHiresRole.Arn>', '<IntakeRole.Arn>']],
  ['records', 'IntakeQueue', []],
])('who may send %s', (_, queue, functions) => {
  const noOneElse = (accounts: string[], roles: string[]) => ({
    Sid: 'DenyOtherSenders',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:SendMessage',
    Resource: `<${queue}.Arn>`,
    Condition: {
      StringNotEquals: { 'aws:PrincipalAccount': accounts },
      StringNotLike: { 'aws:PrincipalArn': [...functions, ...roles, OPERATORS] },
      Bool: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
  const allowed = (Sid: string, Principal: object, Condition?: object) => ({
    Sid,
    Effect: 'Allow',
    Principal,
    Action: 'sqs:SendMessage',
    Resource: `<${queue}.Arn>`,
    ...(Condition && { Condition }),
  });

  function statementsWith(parameters: Readonly<Record<string, string>>) {
    const given = { Senders: '', OperatorRoleArns: OPERATORS, ...parameters };
    const others = ['DenyWithoutTls', 'DenyOtherReceivers'];
    return statementsOf(deployedTemplate(given), queue).filter(({ Sid }) => !others.includes(Sid));
  }

  test('is left to the permissions of the account where that is written out', () => {
    expect(statementsWith({ Senders: 'anyone-in-account' })).toEqual([]);
  });

  test('is no one but the operators while no sender is named', () => {
    expect(statementsWith({})).toEqual([noOneElse(['none'], ['none'])]);
  });

  test('is anyone in the account, and the topics that are named', () => {
    const topic = 'arn:aws:sns:eu-west-1:444455556666:hires';
    const parameters = { Senders: 'anyone-in-account', SenderTopicArns: topic };
    expect(statementsWith(parameters).map(({ Sid }) => Sid)).toEqual(['AllowTopics']);
  });

  test('is the named accounts, and no one else', () => {
    const accounts = ['444455556666', '777788889999'];
    expect(statementsWith({ SenderAccounts: accounts.join(',') })).toEqual([
      noOneElse(accounts, ['none']),
      allowed('AllowAccounts', { AWS: accounts }),
    ]);
  });

  test('is the named roles, and no one else', () => {
    const role = 'arn:aws:iam::444455556666:role/hr';
    expect(statementsWith({ SenderRoleArns: role })).toEqual([
      noOneElse(['none'], [role]),
      allowed('AllowRoles', { AWS: [role] }),
    ]);
  });

  test('is SNS for the named topics, and no one else', () => {
    const topic = 'arn:aws:sns:eu-west-1:444455556666:hires';
    expect(statementsWith({ SenderTopicArns: topic })).toEqual([
      noOneElse(['none'], ['none']),
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
      noOneElse(['none'], ['none']),
      allowed(
        'AllowRules',
        { Service: 'events.amazonaws.com' },
        { ArnEquals: { 'aws:SourceArn': [rule] } },
      ),
    ]);
  });
});

describe.each([
  ['SenderAccounts', '444455556666'],
  ['SenderRoleArns', 'arn:aws:iam::444455556666:role/hr'],
  ['FileSenderRoleArns', 'arn:aws:iam::444455556666:role/sftp'],
  ['SenderTopicArns', 'arn:aws:sns:eu-west-1:444455556666:hires'],
  ['SenderRuleArns', 'arn:aws-cn:events:cn-north-1:444455556666:rule/hr/hires'],
])('the parameter %s', (name, value) => {
  const takes = (text: string) =>
    new RegExp(Object(readPackagedTemplate().Parameters?.[name]).AllowedPattern).test(text);

  test('takes exact names, and none', () => {
    expect([value, ''].map(takes)).toEqual([true, true]);
  });

  test.each(['*', `${value}*`, `${value}?`, value.replace('444455556666', '*')])(
    'takes no wildcard, which would let in other accounts: %s',
    (text) => {
      expect(takes(text)).toBe(false);
    },
  );
});
