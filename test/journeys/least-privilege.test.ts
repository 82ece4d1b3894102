import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deployedTemplate } from '../support/deployed-template.ts';
import type { InterceptedCall } from '../support/intercepting-proxy.ts';
import { type StoryWorld, startStoryWorld } from '../support/story-world.ts';
import { throttledForLong } from '../support/throttled-for-long.ts';

/** The batch operations of SQS are allowed by the plain action: SQS API permissions reference. */
const actions: Readonly<Record<string, string>> = {
  UpdateItem: 'dynamodb:UpdateItem',
  GetItem: 'dynamodb:GetItem',
  CreateUser: 'finspace:CreateUser',
  ListUsers: 'finspace:ListUsers',
  GetUser: 'finspace:GetUser',
  SendMessage: 'sqs:SendMessage',
  SendMessageBatch: 'sqs:SendMessage',
  ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility',
  ReceiveMessage: 'sqs:ReceiveMessage',
  DeleteMessageBatch: 'sqs:DeleteMessage',
};
/** What Lambda does besides under the function's role; its polling is played by the local stack. */
const ofLambda = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:GetQueueAttributes'];

let world: StoryWorld;
let calls: readonly InterceptedCall[];

/** Every way through the engine: new, duplicate, conflict, rejected by policy, throttled, refused late. */
beforeAll(async () => {
  world = await startStoryWorld();
  const { directory } = world.stack;
  directory.addUser({ emailAddress: 'grace@example.com', createTime: Date.now() - 86_400_000 });
  await world.sendHires([
    { emailAddress: 'ada@example.com', requestId: 'r-1' },
    { emailAddress: 'grace@example.com', requestId: 'r-2' },
    { emailAddress: 'joan@example.com', requestId: 'r-3', type: 'SUPER_USER' },
  ]);
  directory.faults.next('CreateUser', throttledForLong);
  await world.stack.consumption.start();
  await world.untilAllDone();
  await world.sendHires([{ emailAddress: 'ada@example.com', requestId: 'r-4' }]);
  await world.stack.consumption.start();
  await world.untilAllDone();
  calls = [...world.proxy.calls];
});
afterAll(() => world.stop());

function statements() {
  const [policy] = deployedTemplate().propertiesOf('ProvisionUserRole')['Policies'] as unknown as {
    PolicyDocument: { Statement: { Sid: string; Action: string | string[]; Resource: unknown }[] };
  }[];
  return policy?.PolicyDocument.Statement ?? [];
}

test('the role allows every call that the function makes', () => {
  const made = new Set(calls.map(({ operation }) => actions[operation] ?? operation));
  const allowed = new Set(statements().flatMap(({ Action }) => Action));

  expect([...made].filter((action) => !allowed.has(action))).toEqual([]);
});

test('the role allows nothing that neither the function nor Lambda does', () => {
  const made = new Set(calls.map(({ operation }) => actions[operation] ?? operation));
  const unused = statements()
    .flatMap(({ Action }) => Action)
    .filter((action) => !made.has(action));

  expect(unused.sort()).toEqual(ofLambda);
});

test('every call goes to a resource that its statement names', () => {
  const { NewHireQueueUrl, CompletionQueueUrl, RejectedQueueUrl, UsersTableName } =
    world.stack.outputs;
  const resourceOf = ({ service, body }: InterceptedCall) => {
    const { QueueUrl, TableName } = service === 'directory' ? {} : JSON.parse(body);
    return QueueUrl === undefined ? TableName : new URL(QueueUrl).pathname;
  };
  const resources = calls
    .filter(({ service }) => service !== 'directory')
    .map((call) => `${actions[call.operation]} ${resourceOf(call)}`);
  const path = (url: string) => new URL(url).pathname;

  expect([...new Set(resources)].sort()).toEqual([
    `dynamodb:GetItem ${UsersTableName}`,
    `dynamodb:UpdateItem ${UsersTableName}`,
    `sqs:ChangeMessageVisibility ${path(NewHireQueueUrl)}`,
    `sqs:DeleteMessage ${path(NewHireQueueUrl)}`,
    `sqs:ReceiveMessage ${path(NewHireQueueUrl)}`,
    `sqs:SendMessage ${path(CompletionQueueUrl)}`,
    `sqs:SendMessage ${path(RejectedQueueUrl)}`,
  ]);
});
