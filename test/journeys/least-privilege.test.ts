import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { hire } from '../support/bodies/hires.ts';
import { throttledForLong } from '../support/directories/throttled-for-long.ts';
import type { InterceptedCall } from '../support/http/intercepting-proxy.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import {
  type StackUnderFaults,
  startStackUnderFaults,
} from '../support/stack/stack-under-faults.ts';

const DAY_MS = 24 * 3_600_000;

/** The batch operations of SQS are allowed by the plain action: SQS API permissions reference. */
const actions: Readonly<Record<string, string>> = {
  UpdateItem: 'dynamodb:UpdateItem',
  GetItem: 'dynamodb:GetItem',
  DeleteItem: 'dynamodb:DeleteItem',
  GenerateMac: 'kms:GenerateMac',
  SendMessage: 'sqs:SendMessage',
  SendMessageBatch: 'sqs:SendMessage',
  ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility',
  ReceiveMessage: 'sqs:ReceiveMessage',
  DeleteMessageBatch: 'sqs:DeleteMessage',
};

/** The role is asked by AWS only: a SCIM server asks for its token. */
const NOT_OF_AWS = 'none';
const actionsOnDirectory: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  finspace: {
    CreateUser: 'finspace:CreateUser',
    ListUsers: 'finspace:ListUsers',
    GetUser: 'finspace:GetUser',
    AssociateUserToPermissionGroup: 'finspace:AssociateUserToPermissionGroup',
  },
  'identity-center': {
    CreateUser: 'identitystore:CreateUser',
    GetUserId: 'identitystore:GetUserId',
    DescribeUser: 'identitystore:DescribeUser',
    CreateGroupMembership: 'identitystore:CreateGroupMembership',
    IsMemberInGroups: 'identitystore:IsMemberInGroups',
  },
  scim: {
    GetSecretValue: 'secretsmanager:GetSecretValue',
    CreateUser: NOT_OF_AWS,
    ListUsers: NOT_OF_AWS,
    GetUser: NOT_OF_AWS,
    AddToGroup: NOT_OF_AWS,
    ListGroups: NOT_OF_AWS,
    GetGroup: NOT_OF_AWS,
  },
};

/** A call that adds to a group and whose lost response needs another call to explain it. */
const lostGrants: Readonly<Record<string, readonly string[]>> = {
  'identity-center': ['CreateGroupMembership'],
};

/** What Lambda does besides under the function's role; its polling is played by the local stack. */
const OF_LAMBDA = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:GetQueueAttributes'];
/** The token is in Secrets Manager here; the ARN of a parameter allows this instead. */
const otherwise: Readonly<Record<string, readonly string[]>> = { scim: ['ssm:GetParameter'] };

describe.each(TARGETS)('packaged for %s:', (target) => {
  let service: StackUnderFaults;
  let calls: readonly InterceptedCall[];
  let made: ReadonlySet<string>;

  /** Every way through the engine: new, duplicate, conflict, rejected by policy, throttled, refused late, dated, with groups. */
  beforeAll(async () => {
    let clockAheadMs = 0;
    service = await startStackUnderFaults({
      packageDir: packageDirOf(target),
      clockAheadMs: () => clockAheadMs,
    });
    const { directory } = service.stack;
    directory.addUser({ emailAddress: 'grace@example.com', createTime: Date.now() - 86_400_000 });
    await service.sendHires([
      hire({ emailAddress: 'ada@example.com', requestId: 'r-1' }),
      hire({ emailAddress: 'grace@example.com', requestId: 'r-2' }),
      hire({ emailAddress: 'joan@example.com', requestId: 'r-3', type: 'SUPER_USER' }),
    ]);
    directory.faults.next('CreateUser', throttledForLong);
    await service.stack.consumption.start();
    await service.untilAllDone();
    await service.sendHires([hire({ emailAddress: 'ada@example.com', requestId: 'r-4' })]);
    await service.stack.consumption.start();
    await service.untilAllDone();
    const startDate = new Date(Date.now() + DAY_MS).toISOString().slice(0, 10);
    const dated = hire({ emailAddress: 'edith@example.com', requestId: 'r-5', startDate });
    await service.sendHires([dated]);
    await service.untilAllDone();
    clockAheadMs = DAY_MS;
    await service.sendHires([dated]);
    await service.untilAllDone();
    for (const operation of lostGrants[target] ?? [])
      directory.faults.next(operation, { kind: 'lose-response' });
    const withGroups = { emailAddress: 'mary@example.com', department: 'Fund Operations' };
    await service.sendHires([hire({ ...withGroups, requestId: 'r-6' })]);
    await service.untilAllDone();
    calls = [...service.proxy.calls];
    const known = { ...actions, ...actionsOnDirectory[target] };
    made = new Set(calls.map(({ operation }) => known[operation] ?? operation));
  });
  afterAll(() => service.stop());

  function allowed() {
    const { Policies } = deployedTemplate({}, target).propertiesOf('ProvisionUserRole');
    const [policy] = Policies as unknown as {
      PolicyDocument: { Statement: { Action: string | string[] }[] };
    }[];
    return policy?.PolicyDocument.Statement.flatMap(({ Action }) => Action) ?? [];
  }

  test('the role allows every call that the function makes', () => {
    const asked = [...made].filter((action) => action !== NOT_OF_AWS);

    expect(asked.filter((action) => !allowed().includes(action))).toEqual([]);
  });

  test('the role allows nothing that neither the function nor Lambda does', () => {
    const unused = allowed().filter((action) => !made.has(action));

    expect(unused.toSorted()).toEqual([...OF_LAMBDA, ...(otherwise[target] ?? [])].toSorted());
  });

  test('every call goes to a resource that its statement names', () => {
    const { NewHireQueueUrl, CompletionQueueUrl, RejectedQueueUrl, ...tables } =
      service.stack.outputs;
    const { UsersTableName, ScheduledHiresTableName } = tables;
    const key = service.stack.resources.get('PseudonymKey');
    const keyOf = (arn: string) => (arn === key?.attributes['Arn'] ? 'the key of the stack' : arn);
    const resourceOf = ({ body }: InterceptedCall) => {
      const { QueueUrl, TableName, KeyId } = JSON.parse(body);
      return QueueUrl === undefined ? (TableName ?? keyOf(KeyId)) : new URL(QueueUrl).pathname;
    };
    const resources = calls
      .filter(({ service }) => service !== 'directory')
      .map((call) => `${actions[call.operation]} ${resourceOf(call)}`);
    const path = (url: string) => new URL(url).pathname;

    expect([...new Set(resources)].sort()).toEqual([
      `dynamodb:DeleteItem ${ScheduledHiresTableName}`,
      `dynamodb:GetItem ${ScheduledHiresTableName}`,
      `dynamodb:GetItem ${UsersTableName}`,
      `dynamodb:UpdateItem ${ScheduledHiresTableName}`,
      `dynamodb:UpdateItem ${UsersTableName}`,
      'kms:GenerateMac the key of the stack',
      `sqs:ChangeMessageVisibility ${path(NewHireQueueUrl)}`,
      `sqs:DeleteMessage ${path(NewHireQueueUrl)}`,
      `sqs:ReceiveMessage ${path(NewHireQueueUrl)}`,
      `sqs:SendMessage ${path(CompletionQueueUrl)}`,
      `sqs:SendMessage ${path(RejectedQueueUrl)}`,
    ]);
  });
});
