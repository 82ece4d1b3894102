import { describe, expect, test } from '@jest/globals';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import {
  awsService,
  type Caller,
  isDenied,
  principal,
  sqsItself,
  statementsOf,
} from '../support/package/queue-policy.ts';

const OPERATORS = 'arn:aws:iam::111122223333:role/joiner-operators';
const READERS = 'arn:aws:iam::444455556666:role/onboarding';
const named = deployedTemplate({
  Senders: '',
  SenderRoleArns: 'arn:aws:iam::111122223333:role/hr',
  OperatorRoleArns: OPERATORS,
  CompletionReaders: READERS,
});
const anyone = deployedTemplate();

const callers: Readonly<Record<string, Caller>> = {
  function: principal('<ProvisionUserRole.Arn>'),
  sweep: principal('<ReleaseDueHiresRole.Arn>'),
  intake: principal('<IntakeRole.Arn>'),
  operator: principal(OPERATORS),
  sender: principal('arn:aws:iam::111122223333:role/hr'),
  reader: principal(READERS, '444455556666'),
  other: principal('arn:aws:iam::111122223333:role/other'),
  'an administrator': principal('arn:aws:iam::111122223333:root'),
};

const allowedOf = (template: typeof named, queue: string, action: string) =>
  Object.keys(callers).filter(
    (name) => !isDenied(statementsOf(template, queue), action, callers[name] ?? {}),
  );

const RECEIVING = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:PurgeQueue',
  'sqs:StartMessageMoveTask',
];

describe('where operators, readers and senders are named, no one else', () => {
  test.each([
    ['NewHireQueue', ['sweep', 'intake', 'operator', 'sender']],
    ['CompletionQueue', ['function', 'intake', 'operator']],
    ['RejectedQueue', ['function', 'intake']],
    ['DeadLetterQueue', ['function']],
    ['IntakeQueue', ['operator', 'sender']],
    ['IntakeFilesQueue', ['operator']],
  ])('sends to %s but %j', (queue, senders) => {
    expect(allowedOf(named, queue, 'sqs:SendMessage')).toEqual(senders);
  });

  test.each(
    [
      ['NewHireQueue', ['function']] as const,
      ['CompletionQueue', ['operator', 'reader']] as const,
      ['RejectedQueue', ['operator']] as const,
      ['DeadLetterQueue', ['operator']] as const,
      ['IntakeQueue', ['intake']] as const,
      ['IntakeFilesQueue', ['intake']] as const,
    ].flatMap(([queue, readers]) => RECEIVING.map((action) => [action, queue, readers] as const)),
  )('has %s on %s but %j', (action, queue, readers) => {
    expect(allowedOf(named, queue, action)).toEqual(readers);
  });
});

describe('where any principal of the account may operate, read and send', () => {
  test.each([
    ['RejectedQueue', ['function', 'intake']],
    ['DeadLetterQueue', ['function']],
  ])('no one sends to %s but %j', (queue, senders) => {
    expect(allowedOf(anyone, queue, 'sqs:SendMessage')).toEqual(senders);
  });

  test.each(RECEIVING)('only the function has %s on NewHireQueue', (action) => {
    expect(allowedOf(anyone, 'NewHireQueue', action)).toEqual(['function']);
  });

  test.each([
    ['NewHireQueue', 'sqs:SendMessage'],
    ['IntakeQueue', 'sqs:SendMessage'],
    ['IntakeFilesQueue', 'sqs:SendMessage'],
    ['CompletionQueue', 'sqs:SendMessage'],
    ['CompletionQueue', 'sqs:ReceiveMessage'],
    ['RejectedQueue', 'sqs:ReceiveMessage'],
    ['DeadLetterQueue', 'sqs:ReceiveMessage'],
  ])('the policy of %s leaves %s to the permissions of the account', (queue, action) => {
    expect(allowedOf(anyone, queue, action)).toEqual(Object.keys(callers));
  });
});

test.each([
  ['SQS itself', sqsItself],
  ['SQS as a service', awsService],
])('%s moves a message that crashes the function to the dead-letter queue', (_, caller) => {
  expect(isDenied(statementsOf(named, 'DeadLetterQueue'), 'sqs:SendMessage', caller)).toBe(false);
  expect(isDenied(statementsOf(named, 'NewHireQueue'), 'sqs:ReceiveMessage', caller)).toBe(false);
});

test('a role of IAM Identity Center is named with a wildcard, as its name ends in random characters', () => {
  const sso =
    'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Ops_';
  const template = deployedTemplate({ OperatorRoleArns: `${sso}*` });
  const statements = statementsOf(template, 'RejectedQueue');

  expect(isDenied(statements, 'sqs:ReceiveMessage', principal(`${sso}0a1b2c`))).toBe(false);
  expect(isDenied(statements, 'sqs:ReceiveMessage', principal(OPERATORS))).toBe(true);
});

test('readers of another account are allowed what a consumer does', () => {
  const allowed = statementsOf(named, 'CompletionQueue').filter(({ Effect }) => Effect === 'Allow');

  expect(allowed).toEqual([
    {
      Sid: 'AllowReaders',
      Effect: 'Allow',
      Principal: { AWS: [READERS] },
      Action: [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
      ],
      Resource: '<CompletionQueue.Arn>',
    },
  ]);
  expect(statementsOf(anyone, 'CompletionQueue').map(({ Effect }) => Effect)).not.toContain(
    'Allow',
  );
});
