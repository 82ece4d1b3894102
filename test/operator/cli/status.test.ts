import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expireVisibility } from '../../support/aws/expire-visibility.ts';
import { type CliSession, startCliSession } from '../../support/operator/cli-session.ts';
import { until } from '../../support/time/until.ts';

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
});

afterAll(() => session.stop());

/** Receives every message of a queue, like another operator at a prompt; returns how many. */
async function receiveAll(QueueUrl: string): Promise<number> {
  const { Messages = [] } = await session.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 600,
      WaitTimeSeconds: 0,
    }),
  );
  return Messages.length === 0 ? 0 : Messages.length + (await receiveAll(QueueUrl));
}

describe('joiner status', () => {
  beforeAll(async () => {
    await session.send('{"emailAddress":"ada@example.com","employeeId":"E-1","requestId":"R-1"}');
    await session.send('{"emailAddress":"bo@example.com","employeeId":"E-2","type":"SUPER_USER"}');
    await session.untilDone();
  });

  test.each([
    ['ADA@example.com'],
    ['E-1'],
    ['--request', 'R-1'],
    ['--employee', 'E-1'],
    ['--address', 'ADA@example.com'],
  ])('finds a person with an account by %s %s', async (...who) => {
    const end = await session.joiner('status', ...who, '--local', '--json');

    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(end.stdout)).toMatchObject({
      people: [
        {
          record: {
            state: 'PROVISIONED',
            outcome: 'created',
            employeeKey: expect.any(String),
            senderId: '000000000000',
            source: 'bare',
          },
          failed: [],
        },
      ],
      newHireQueue: { waiting: 0, inFlight: 0 },
      logGroupName: expect.stringMatching(/^joiner-local-ProvisionUserLogGroup-/),
    });
  });

  test('shows when the record of a person who is gone ends', async () => {
    await session.send('{"emailAddress":"cy@example.com"}');
    await session.untilDone();
    const { people } = await session.json('status', 'cy@example.com', '--local');
    await session.operated.clients.dynamoDb.send(
      new UpdateItemCommand({
        TableName: session.operated.outputs.UsersTableName,
        Key: { pk: { S: people[0].personKey } },
        UpdateExpression: 'SET expiresAt = :at',
        ExpressionAttributeValues: {
          ':at': { N: String(Date.parse('2027-01-31T09:00Z') / 1_000) },
        },
      }),
    );

    const inText = await session.joiner('status', 'cy@example.com', '--local');
    const inJson = await session.json('status', 'cy@example.com', '--local');

    expect(inText.stdout).toMatch(/ends +by DynamoDB, some days after 2027-01-31/);
    expect(inJson.people[0].record).toMatchObject({ expiresAt: '2027-01-31T09:00:00.000Z' });
  });

  test('shows which groups a person is still to get', async () => {
    await session.send('{"emailAddress":"di@example.com"}');
    await session.untilDone();
    const { people } = await session.json('status', 'di@example.com', '--local');
    await session.operated.clients.dynamoDb.send(
      new UpdateItemCommand({
        TableName: session.operated.outputs.UsersTableName,
        Key: { pk: { S: people[0].personKey } },
        UpdateExpression:
          'SET #state = :granting, #groups = :groups, rulesVersion = :version, appliedRules = :rules',
        ExpressionAttributeNames: { '#state': 'state', '#groups': 'groups' },
        ExpressionAttributeValues: {
          ':granting': { S: 'GRANTING' },
          ':groups': { SS: ['group-2', 'group-1'] },
          ':version': { S: 'a'.repeat(64) },
          ':rules': { NS: ['12', '3'] },
        },
      }),
    );

    const inText = await session.joiner('status', 'di@example.com', '--local');
    const inJson = await session.json('status', 'di@example.com', '--local');

    expect(inText.exitCode).toBe(1);
    expect(inText.stdout).toContain('and is not in all its groups yet');
    expect(inText.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'next a message that is under way is retried, and adds the groups; if none is, replay the message or send the hire again waiting',
    );
    expect(inText.stdout).toMatch(/groups +group-1, group-2/);
    expect(inText.stdout).toMatch(
      /rules +rules 3, 12 of version aaaaaaaaaaaa, not the deployed one, which is [0-9a-f]{12}\n/,
    );
    expect(inJson.people[0].record).toMatchObject({
      state: 'GRANTING',
      userId: expect.any(String),
      groups: ['group-1', 'group-2'],
      rulesVersion: 'a'.repeat(64),
      appliedRules: [3, 12],
    });
    expect(inJson.deployedRulesVersion).toMatch(/^[0-9a-f]{64}$/);
  });

  test('shows by which rules a person got groups, and that they are the deployed ones', async () => {
    await session.send('{"emailAddress":"ed@example.com","department":"Fund Operations"}');
    await session.untilDone();

    const { exitCode, shown } = await session.narrow('status', 'ed@example.com', '--local');

    expect(exitCode).toBe(0);
    expect(shown).toMatch(/groups +k3d9f0a1b2c4e5f6g7h8i9\n/);
    expect(shown).toMatch(/rules +rule 3 of version [0-9a-f]{12}, the deployed one\n/);
    expect(shown.split(/[\r\n]+/).filter(({ length }) => length > 80)).toEqual([]);
  });

  test('shows which groups an account did not get that was there before', async () => {
    session.stack.directory.addUser({ emailAddress: 'gil@example.com', createTime: 0 });
    await session.send('{"emailAddress":"gil@example.com","department":"Fund Operations"}');
    await session.untilDone();

    const { stdout } = await session.joiner('status', 'gil@example.com', '--local');
    const { people } = await session.json('status', 'gil@example.com', '--local');

    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'groups none: the account was there before, and so did not get k3d9f0a1b2c4e5f6g7h8i9',
    );
    expect(people[0].record).toMatchObject({ withheldGroups: ['k3d9f0a1b2c4e5f6g7h8i9'] });
    expect(people[0].record).not.toHaveProperty('groups');
  });

  test('finds an employee without reading the table', async () => {
    const end = await session.joiner('status', 'E-1', '--local');

    expect(end.stdout).not.toContain('reads the whole table');
  });

  test('shows why a person has none, and how to fix it', async () => {
    const { exitCode, shown } = await session.inTerminal('status', 'bo@example.com', '--local')
      .ended;

    expect(exitCode).toBe(1);
    expect(shown).not.toMatch(/records? read/);
    expect(shown).toMatch(/state +no record/);
    expect(shown).toMatch(/next +correct the message:\n {4}joiner failed edit [0-9a-f-]{36}\n/);
    expect(shown).toMatch(
      /failed +[0-9a-f-]{36} in the rejected queue since [\s\S]*\[outside-policy\]/,
    );
  });

  test.each(['Cy.at.example.com', 'cy@home', 'Éva@Example.com'])(
    'finds a failed message by its address %s, which is not valid',
    async (address) => {
      await session.send(JSON.stringify({ emailAddress: address, requestId: `R-${address}` }));
      await session.untilDone();

      const end = await session.joiner('status', address, '--local', '--json');

      expect(end.exitCode).toBe(1);
      expect(JSON.parse(end.stdout).people).toMatchObject([
        { failed: [{ address, reason: { code: 'invalid-message' } }] },
      ]);
    },
  );

  test('counts failed messages that another operator holds, and could not be searched', async () => {
    const { RejectedQueueUrl } = session.operated.outputs;
    const held = await receiveAll(RejectedQueueUrl);

    const known = await session.joiner('status', 'ada@example.com', '--local', '--json');
    const unknown = await session.joiner('status', 'bo@example.com', '--local');
    await expireVisibility(session.sqs, RejectedQueueUrl);

    expect(held).toBeGreaterThan(0);
    expect(known.exitCode).toBe(1);
    expect(JSON.parse(known.stdout).failedInFlightElsewhere).toBe(held);
    expect(unknown.exitCode).toBe(1);
    expect(unknown.stderr).toMatch(/About \d+ failed messages? (is|are) in flight elsewhere/);
    expect(unknown.stdout).toContain('Nothing is known about bo@example.com yet');
  });

  test('reports that nothing is known', async () => {
    const end = await session.joiner('status', 'E-999', '--local');

    expect(end.exitCode).toBe(1);
    expect(end.stdout).toContain('the search for a request id reads the whole table');
    expect(end.stdout).toContain('Nothing is known about E-999.');
  });
});

test('joiner status shows since when a hire waits, and that nothing is to be done', async () => {
  session.stack.directory.faults.always('CreateUser', { kind: 'unavailable' });
  await session.send('{"emailAddress":"late@example.com","requestId":"R-late"}');
  await until(session.records, (records) =>
    records.some(({ requestId }) => requestId?.S === 'R-late'),
  );

  const { exitCode, stdout } = await session.joiner('status', 'late@example.com', '--local');

  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/state +no account yet, first tried \d+ s ago\n/);
  expect(stdout).toMatch(/next +the message is retried automatically; nothing to do yet\n/);
});

test('joiner send --dry-run shows where to find a hire that waits', async () => {
  const file = await session.writeFile('late.csv', 'emailAddress\nlate@example.com');

  const { exitCode, stdout } = await session.joiner('send', file, '--local', '--dry-run');

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /late@example\.com +│ under way │ an earlier message about this person is retried/,
  );
  expect(stdout).toContain('1 hire: 1 under way\nHires under way are retried automatically.\n');
});
