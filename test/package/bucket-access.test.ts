import { describe, expect, test } from '@jest/globals';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import { readPackagedTemplate } from '../support/package/packaged-service.ts';
import {
  awsService,
  type Caller,
  isDenied,
  principal,
  statementsOf,
} from '../support/package/queue-policy.ts';

const OPERATORS = 'arn:aws:iam::111122223333:role/joiner-operators';
const SENDER = 'arn:aws:iam::111122223333:role/hr';
const DELIVERY = 'arn:aws:iam::111122223333:role/sftp';
const OTHER_ACCOUNT = '444455556666';
const named = deployedTemplate({
  Senders: '',
  SenderRoleArns: SENDER,
  FileSenderRoleArns: DELIVERY,
  SenderAccounts: OTHER_ACCOUNT,
  OperatorRoleArns: OPERATORS,
});
const anyone = deployedTemplate();

const callers: Readonly<Record<string, Caller>> = {
  function: principal('<ProvisionUserRole.Arn>'),
  intake: principal('<IntakeRole.Arn>'),
  operator: principal(OPERATORS),
  sender: principal(SENDER),
  delivery: principal(DELIVERY),
  'sending account': principal('arn:aws:iam::444455556666:role/any', OTHER_ACCOUNT),
  other: principal('arn:aws:iam::111122223333:role/other'),
  'an administrator': principal('arn:aws:iam::111122223333:root'),
};

const notDenied = (template: typeof named, action: string) =>
  Object.keys(callers).filter(
    (name) => !isDenied(statementsOf(template, 'IntakeBucket'), action, callers[name] ?? {}),
  );

const WRITING = [
  's3:PutObject',
  's3:PutObjectAcl',
  's3:PutObjectVersionAcl',
  's3:PutObjectTagging',
  's3:AbortMultipartUpload',
  's3:ReplicateObject',
  's3:RestoreObject',
];
const READING = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetObjectAttributes',
  's3:GetObjectTagging',
  's3:GetObjectTorrent',
  's3:GetObjectVersionForReplication',
];
const DELETING = ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:DeleteObjectTagging'];

describe('where operators and senders are named', () => {
  test.each(WRITING)('%s is theirs, and that of the roles of a delivery', (action) => {
    expect(notDenied(named, action)).toEqual(['operator', 'sender', 'delivery', 'sending account']);
  });

  test.each(READING)('%s is of the intake and the operators', (action) => {
    expect(notDenied(named, action)).toEqual(['intake', 'operator']);
  });

  test.each(DELETING)('%s is of the operators', (action) => {
    expect(notDenied(named, action)).toEqual(['operator']);
  });
});

test.each([...WRITING, ...READING, ...DELETING])(
  'where any principal of the account may send and operate, %s is left to the permissions of the account',
  (action) => {
    expect(notDenied(anyone, action)).toEqual(Object.keys(callers));
  },
);

test.each([
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
  's3:PutLifecycleConfiguration',
  's3:PutBucketVersioning',
  's3:PutBucketNotification',
  's3:PutEncryptionConfiguration',
  's3:ListBucket',
])('%s, a call on the bucket, is left to the permissions of the account', (action) => {
  expect(notDenied(named, action)).toEqual(Object.keys(callers));
});

test('an AWS service is not refused, and nothing allows it anything', () => {
  const statements = statementsOf(named, 'IntakeBucket');
  const denied = [...WRITING, ...READING, ...DELETING].filter((action) =>
    isDenied(statements, action, awsService),
  );

  expect(denied).toEqual([]);
  expect(JSON.stringify(statements)).not.toContain('"Service"');
});

test('the roles of a delivery of files may send nothing else', () => {
  const sending = ['NewHireQueue', 'IntakeQueue', 'IntakeFilesQueue', 'CompletionQueue'];
  const open = sending.filter(
    (queue) =>
      !isDenied(statementsOf(named, queue), 'sqs:SendMessage', callers['delivery'] ?? {}) ||
      JSON.stringify(statementsOf(named, queue)).includes(DELIVERY),
  );

  expect(open).toEqual([]);
});

describe('putting files from another account', () => {
  const allowedWith = (parameters: Readonly<Record<string, string>>) =>
    statementsOf(deployedTemplate(parameters), 'IntakeBucket').filter(
      ({ Effect }) => Effect === 'Allow',
    );
  const allowed = (Sid: string, AWS: readonly string[]) => ({
    Sid,
    Effect: 'Allow',
    Principal: { AWS },
    Action: 's3:PutObject',
    Resource: '<IntakeBucket.Arn>/*',
  });
  const Condition = { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } };

  test('is allowed to an account that is named', () => {
    expect(allowedWith({ SenderAccounts: OTHER_ACCOUNT })).toEqual([
      allowed('AllowAccounts', [OTHER_ACCOUNT]),
    ]);
  });

  test.each([
    ['SenderRoleArns', 'AllowRoles'],
    ['FileSenderRoleArns', 'AllowFileRoles'],
  ])(
    'is allowed to the roles in %s; one of this account needs a permission of its own, for its folder',
    (parameter, sid) => {
      const role = 'arn:aws:iam::444455556666:role/hr';

      expect(allowedWith({ [parameter]: role })).toEqual([{ ...allowed(sid, [role]), Condition }]);
    },
  );

  test('is allowed to no one else', () => {
    expect(allowedWith({})).toEqual([]);
  });
});

describe('a file that the intake could not read', () => {
  const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
  const OTHER_KEY = 'arn:aws:kms:eu-west-1:444455556666:key/5678efab';
  const KMS_KEY = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  const ALGORITHM = 's3:x-amz-server-side-encryption';
  const withOwnKey = deployedTemplate({ KmsKeyArn: KEY });
  const isPutDenied = (template: typeof named, headers: Caller) =>
    isDenied(statementsOf(template, 'IntakeBucket'), 's3:PutObject', {
      ...principal(SENDER),
      ...headers,
    });

  test.each<Caller>([
    { 's3:x-amz-storage-class': 'DEEP_ARCHIVE' },
    { 's3:x-amz-storage-class': 'GLACIER' },
    { 's3:x-amz-server-side-encryption-customer-algorithm': 'AES256' },
    { [ALGORITHM]: 'aws:kms', [KMS_KEY]: OTHER_KEY },
    { [KMS_KEY]: OTHER_KEY },
  ])('is refused, whatever key the stack has: %j', (headers) => {
    expect([anyone, named, withOwnKey].map((stack) => isPutDenied(stack, headers))).toEqual([
      true,
      true,
      true,
    ]);
  });

  test.each(['aws:kms', 'aws:kms:dsse'])(
    'is refused as %s without a key, where the stack has none of its own',
    (algorithm) => {
      expect(isPutDenied(anyone, { [ALGORITHM]: algorithm })).toBe(true);
      expect(isPutDenied(withOwnKey, { [ALGORITHM]: algorithm })).toBe(false);
    },
  );

  test.each<Caller>([{}, { 's3:x-amz-storage-class': 'STANDARD' }, { [ALGORITHM]: 'AES256' }])(
    'is none with %j',
    (headers) => {
      expect([anyone, named, withOwnKey].map((stack) => isPutDenied(stack, headers))).toEqual([
        false,
        false,
        false,
      ]);
    },
  );

  test('is none with the key of the stack', () => {
    expect(isPutDenied(withOwnKey, { [ALGORITHM]: 'aws:kms', [KMS_KEY]: KEY })).toBe(false);
  });
});

test('the policy outlives the stack, as the files do', () => {
  expect(readPackagedTemplate().Resources['IntakeBucketPolicy']).toMatchObject({
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
});
