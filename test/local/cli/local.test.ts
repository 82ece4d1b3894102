import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ListUsersCommand } from '../../../src/targets/finspace/client/commands.ts';
import { awsCli } from '../../counterparts/counterparts.ts';
import { testWith } from '../../counterparts/with-counterpart.ts';
import {
  createTestClient,
  credentials,
  REGION,
} from '../../support/directories/finspace-client.ts';
import { type CommandRun, runCommandLine } from '../../support/operator/command-run.ts';

const CLEANUPS: (() => unknown)[] = [];

afterAll(async () => {
  for (const cleanup of CLEANUPS.reverse()) await cleanup();
});

function local(...args: string[]): CommandRun {
  const run = runCommandLine('local', ...args);
  CLEANUPS.push(() => {
    run.child.kill('SIGKILL');
    return run.ended;
  });
  return run;
}

async function upWith(dataDir: string) {
  const run = local('--data', dataDir);
  const guide = await run.untilPrinted('What the function logs:');
  const named = (name: string) => guide.match(new RegExp(`^ {2}${name} +(\\S+)$`, 'm'))?.[1] ?? '';
  const sqs = new SQSClient({ endpoint: named('SQS'), region: REGION, credentials });
  const dynamoDb = new DynamoDBClient({ endpoint: named('DynamoDB'), region: REGION, credentials });
  CLEANUPS.push(
    () => sqs.destroy(),
    () => dynamoDb.destroy(),
  );
  return {
    run,
    guide,
    named,
    async send(hire: object) {
      const MessageBody = JSON.stringify(hire);
      await sqs.send(new SendMessageCommand({ QueueUrl: named('NewHireQueueUrl'), MessageBody }));
    },
    async completionEvents() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: named('CompletionQueueUrl'), WaitTimeSeconds: 10 }),
      );
      return Messages.map(({ Body = '' }) => JSON.parse(Body));
    },
    async records() {
      const { Items = [] } = await dynamoDb.send(
        new ScanCommand({ TableName: named('UsersTableName') }),
      );
      return Items;
    },
    async accounts() {
      const { users = [] } = await createTestClient(named('FinSpace')).send(
        new ListUsersCommand({ maxResults: 100 }),
      );
      return users;
    },
  };
}

describe('a stack that keeps its data', () => {
  let first: Awaited<ReturnType<typeof upWith>>;
  let firstEnd: Awaited<ReturnType<CommandRun['interrupt']>>;
  let second: typeof first;
  let dataDir: string;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'joiner-local-'));
    CLEANUPS.push(() => rm(folder, { recursive: true }));
    dataDir = join(folder, 'data');
    first = await upWith(dataDir);
    await first.send({ emailAddress: 'kept@example.com' });
    await first.run.untilPrinted('created');
    firstEnd = await first.run.interrupt();
    second = await upWith(dataDir);
  });

  test('says where everything is', () => {
    for (const name of ['SQS', 'DynamoDB', 'FinSpace']) {
      expect(first.named(name)).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    }
    for (const queue of ['NewHire', 'DeadLetter', 'Rejected', 'Completion']) {
      expect(first.named(`${queue}QueueUrl`)).toContain(`${first.named('SQS')}/`);
    }
    expect(first.named('UsersTableName')).not.toBe('');
    expect(first.named('ProvisionFunctionName')).not.toBe('');
  });

  test('says what the function does with a hire', () => {
    expect(firstEnd.stdout).toMatch(/outcome=created userId=\S+/);
  });

  test('is stopped by Ctrl-C with success, and leaves no process', () => {
    expect(firstEnd).toMatchObject({ exitCode: 0, stderr: '', leftBehind: [] });
    expect(firstEnd.stdout).toMatch(/\nThe local stack is stopped\.\n$/);
  });

  test('has queues, records and accounts of the run before', async () => {
    expect(await second.accounts()).toMatchObject([{ emailAddress: 'kept@example.com' }]);
    expect(await second.records()).toHaveLength(1);
    expect(await second.completionEvents()).toMatchObject([
      { data: { emailAddress: 'kept@example.com', outcome: 'created' } },
    ]);
  });

  test('keeps them in files that only their owner can read or write', async () => {
    const names = await readdir(dataDir, { recursive: true });
    const modes = names.map((name) => statSync(join(dataDir, name)).mode & 0o077);

    expect(names).toContain(join('sqs', 'fauxqs.db'));
    expect(new Set(modes)).toEqual(new Set([0]));
  });

  testWith(awsCli, 'gives commands that work as they are', async () => {
    const commands = second.guide.split('\n').filter((line) => line.includes(' aws --region '));
    const [send = '', receive = '', scan = '', putFile = '', sendRecords = ''] = commands;
    const run = async (command: string) =>
      (await promisify(execFile)('sh', ['-c', command])).stdout;
    const shell = async (command: string) => JSON.parse(await run(command));

    const sent = await shell(send);
    const [received, scanned] = await Promise.all([
      shell(receive),
      second.run.untilPrinted('created').then(() => shell(scan)),
    ]);

    await Promise.all([run(putFile), second.run.untilPrinted('file done')]);
    await Promise.all([shell(sendRecords), second.run.untilPrinted('message taken')]);

    expect(commands).toHaveLength(5);
    expect(sent).toHaveProperty('MessageId');
    expect(JSON.parse(received.Messages[0].Body)).toMatchObject({
      data: { emailAddress: 'ada.okafor@example.com', outcome: 'created' },
    });
    expect(scanned).toMatchObject({ Count: 2 });
  });
});

describe('a stack that cannot be stood up is said in one line:', () => {
  test('a port that is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    CLEANUPS.push(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;

    const end = await local('--sqs-port', String(port)).ended;

    expect(end).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `Port ${port}, for sqs, is in use: stop the program that uses it, or choose another port.\n`,
    });
  });

  test.each(['/proc/nope', '/dev/null'])('%s as its data folder', async (dataDir) => {
    const end = await local('--data', dataDir).ended;

    expect(end).toMatchObject({ exitCode: 1, stdout: '' });
    expect(end.stderr).toMatch(
      new RegExp(
        `^The data folder ${dataDir} cannot be used \\(E.*\\): check that it is writable and has free space, or choose another folder\\.\n$`,
      ),
    );
  });
});

test('a second stack does not take over --local from one that is up', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'joiner-second-'));
  CLEANUPS.push(() => rm(folder, { recursive: true }));
  const file = join(folder, 'stack.json');
  const environment = { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9324' };
  const first = JSON.stringify({ pid: process.pid, stackName: 'joiner-local', environment });
  await writeFile(file, first, { mode: 0o600 });

  const end = await runCommandLine('local', { JOINER_LOCAL_STACK_FILE: file }).ended;

  expect(end).toMatchObject({ exitCode: 2, stdout: '' });
  expect(end.stderr).toContain(
    `A local stack is up already (process ${process.pid}, SQS at http://127.0.0.1:9324)`,
  );
  expect(await readFile(file, 'utf8')).toBe(first);
});

test('a port that is none is wrong usage', async () => {
  const end = await local('--sqs-port', '65536').ended;

  expect(end).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      "error: option '--sqs-port <port>' argument '65536' is invalid. It must be a port number from 0 to 65535.\n",
  });
});
