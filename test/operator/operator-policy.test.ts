import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setConsumption } from '../../src/operator/consumption.ts';
import { callerArn, drop } from '../../src/operator/drop.ts';
import { examineStack } from '../../src/operator/examine-stack.ts';
import { withFailedMessages } from '../../src/operator/failed-queues.ts';
import { statusOf } from '../../src/operator/person-status.ts';
import { planHires } from '../../src/operator/plan-hires.ts';
import { sendBack } from '../../src/operator/replay.ts';
import { sendHires } from '../../src/operator/send-hires.ts';
import { findStack, readSettings, usersStoreOf } from '../../src/operator/stack.ts';
import { answerInstead, recordCommands, type SentCommand } from '../support/client-middleware.ts';
import { type OperatorWorld, startOperatorWorld } from '../support/operator-world.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** An action on a resource. */
interface Use {
  readonly action: string;
  readonly resource: string;
}

const { signal } = new AbortController();
const account = 'eu-west-1:000000000000';
const environmentId = 'localenvironment0000000001';
/** The policy of the page, for the stack of the test. */
const policy: { readonly Statement: readonly Statement[] } = JSON.parse(
  readFileSync('docs/operator-policy.json', 'utf8')
    .replaceAll('eu-west-1:111122223333', account)
    .replaceAll('joiner-prod', 'joiner-local')
    .replaceAll('abcdefghijklmnopqrstuvwxyz', environmentId),
);

let world: OperatorWorld;
let uses: readonly Use[];

beforeAll(async () => {
  world = await startOperatorWorld({ consume: false });
  const { cloudFormation, cloudWatch, dynamoDb, lambda, sqs } = world.operated.clients;
  const table = (name: unknown) => `table/${name}`;
  const recordings = [
    recorded(
      'cloudformation',
      recordCommands(cloudFormation),
      ({ StackName }) => `stack/${StackName}/local`,
    ),
    recorded('dynamodb', recordCommands(dynamoDb), ({ TableName }) => table(TableName)),
    recorded(
      'sqs',
      recordCommands(sqs),
      ({ QueueUrl }) => String(QueueUrl).split('/').at(-1) ?? '',
    ),
    recorded('lambda', recordCommands(lambda), ({ UUID, FunctionName }) =>
      UUID === undefined ? `function:${FunctionName}` : `event-source-mapping:${UUID}`,
    ),
    recorded('cloudwatch', recordCommands(cloudWatch), ({ AlarmNames }) => `alarm:${AlarmNames}`),
  ];
  // There is none on a local stack.
  answerInstead(cloudWatch, () => ({}));
  await operate(world);
  const asked = world.stack.directory.calls.map(({ operation }) => ({
    action: `finspace:${operation}`,
    resource: `arn:aws:finspace:${account}:environment/${environmentId}`,
  }));
  uses = [...recordings.flatMap((recording) => recording()), ...asked];
}, 60_000);

afterAll(() => world.stop());

function recorded(
  service: string,
  commands: readonly SentCommand[],
  resourceOf: (input: SentCommand['input']) => string,
): () => readonly Use[] {
  return () =>
    commands.map(({ operation, input }) => ({
      // SQS allows batches by the plain action: SQS API permissions reference.
      action: `${service}:${operation.replace(/Batch$/, '')}`,
      resource: `arn:aws:${service}:${account}:${resourceOf(input)}`,
    }));
}

/** What the commands do; GetCallerIdentity, of `drop`, needs no permission. */
async function operate({ operated, putDeadLetters }: OperatorWorld): Promise<void> {
  const { clients, name } = operated;
  await findStack(clients, name);
  const { policy: hirePolicy, target } = await readSettings(operated);
  const body = '{"emailAddress":"ada@example.com","requestId":"R-1"}';
  const pause = async () => {};
  const { hires } = await planHires([{ line: 1, body }], {
    ...{ policy: hirePolicy, target, store: usersStoreOf(operated) },
    ...{ signal, directorySignal: signal },
  });
  await sendHires(operated, hires, { ratePerSecond: 1, signal, pause, onProgress: () => {} });
  for (const who of ['ada@example.com', 'R-1']) {
    await statusOf(operated, who, { signal, onProgress: () => {} });
  }
  await putDeadLetters([body, body]);
  const dropping = { why: 'left', atMs: 0, droppedBy: await callerArn(operated) };
  await withFailedMessages(operated, {}, { signal }, async (inHand) => {
    const [first, second] = inHand.messages;
    if (!first || !second) throw new Error('There should be two failed messages.');
    await drop(operated, inHand, first, dropping);
    await sendBack(operated, second);
  });
  const waiting = { signal, pause, onState: () => {} };
  await setConsumption(operated, false, waiting);
  await examineStack({ ...operated, isLocal: false }, Date.now(), signal);
}

const listOf = (value: string | readonly string[]) => [value].flat();

function allows({ Action, Resource }: Statement, { action, resource }: Use): boolean {
  const names = listOf(Resource).map((name) => new RegExp(`^${name.replaceAll('*', '.*')}$`));
  return listOf(Action).includes(action) && names.some((name) => name.test(resource));
}

test('the policy for operators allows every call that the commands make', () => {
  const denied = uses.filter((use) => !policy.Statement.some((one) => allows(one, use)));

  expect(denied).toEqual([]);
});

test('the policy for operators allows nothing that no command does', () => {
  const unused = policy.Statement.flatMap((statement) =>
    listOf(statement.Action).filter(
      (action) => !uses.some((use) => use.action === action && allows(statement, use)),
    ),
  );

  expect(unused).toEqual([]);
});
