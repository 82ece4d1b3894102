import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDigests } from '../../../src/operator/stack/stack.ts';
import { endingOf } from '../../support/engine/ending-of.ts';
import { type CliSession, ENTER, startCliSession } from '../../support/operator/cli-session.ts';

const HOUR_MS = 3_600_000;

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
});

afterAll(() => session.stop());

async function keysOf(address: string, employeeId: string) {
  const digests = await readDigests(session.operated);
  return { person: digests.personKeyOf(address), employee: digests.employeeKeyOf(employeeId) };
}

async function itemOf(pk: string) {
  const { clients, outputs } = session.operated;
  const input = { TableName: outputs.UsersTableName, Key: { pk: { S: pk } } };
  const { Item } = await clients.dynamoDb.send(new GetItemCommand(input));
  return Item;
}

/** A pointer as a crash between two writes leaves it, an hour ago unless given. */
async function point(employeeId: string, address: string, atMs = Date.now() - HOUR_MS) {
  const { person, employee } = await keysOf(address, employeeId);
  const { clients, outputs } = session.operated;
  await clients.dynamoDb.send(
    new UpdateItemCommand({
      TableName: outputs.UsersTableName,
      Key: { pk: { S: employee } },
      UpdateExpression: 'SET personKey = :person, attempt = :attempt, pointedAt = :at',
      ExpressionAttributeValues: {
        ':person': { S: person },
        ':attempt': { S: '1-1' },
        ':at': { N: String(atMs) },
      },
    }),
  );
}

async function send(emailAddress: string, employeeId: string | undefined, requestId: string) {
  await session.send(JSON.stringify({ emailAddress, employeeId, requestId }));
  await session.untilDone();
}

const reassign = (address: string, employeeId: string, ...options: readonly string[]) =>
  session.joiner(
    'reassign',
    address,
    '--employee',
    employeeId,
    '--why',
    'INC-1',
    '--local',
    ...options,
  );

/** The outcome, or the reason code, of a request. */
async function endOf(requestId: string) {
  const events = await session.events();
  const event = events.findLast(({ data }) =>
    [data.requestId, 'claimedRequestId' in data && data.claimedRequestId].includes(requestId),
  );
  return event && endingOf(event);
}

describe('joiner reassign', () => {
  test('corrects a mistyped employee id: the next hire with the right one gets the account', async () => {
    await send('ada@example.com', 'E-wrong', 'R-1');
    await send('ada@example.com', 'E-right', 'R-2');
    const { person, employee } = await keysOf('ada@example.com', 'E-right');
    const { employee: former } = await keysOf('ada@example.com', 'E-wrong');

    const end = await reassign('Ada@example.com', 'E-right', '--yes', '--json');
    await send('ada@example.com', 'E-right', 'R-3');

    expect(end.exitCode).toBe(0);
    expect(JSON.parse(end.stdout)).toMatchObject({
      personKey: person,
      record: { state: 'PROVISIONED' },
      directory: { kind: 'found', userIds: [expect.any(String)] },
      reassigned: { personKey: person, why: 'INC-1', by: 'arn:aws:iam::000000000000:user/local' },
    });
    expect(end.stderr).not.toMatch(/ada@|E-right/);
    expect([await endOf('R-2'), await endOf('R-3')]).toEqual([
      'address-belongs-to-another',
      'duplicate',
    ]);
    expect(await itemOf(employee)).toMatchObject({ personKey: { S: person } });
    expect(await itemOf(former)).not.toHaveProperty('personKey');
  });

  test('is in the history of the person, with the employee key that it gave the record to', async () => {
    const { person, employee } = await keysOf('ada@example.com', 'E-right');

    const { entries } = await session.json('history', person, '--local');

    expect(entries).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          what: 'reassign',
          facts: expect.objectContaining({ phase: 'done', employeeKey: employee, why: 'INC-1' }),
        }),
      ]),
    );
  });

  test('shows what is there and what follows, and changes nothing unless it is confirmed', async () => {
    const run = session.inTerminal(
      ...['reassign', 'ada@example.com', '--employee', 'E-third', '--why', 'INC-1', '--local'],
    );
    await run.untilShown('Give the record of ada@example.com to E-third');
    run.type(`n${ENTER}`);

    const { exitCode, shown } = await run.ended;

    expect(exitCode).toBe(1);
    expect(shown).toMatch(/directory +\S+ \(ENABLED\)/);
    expect(shown).toContain('What follows:');
    expect(shown).toContain('Nothing is changed.');
    expect((await reassign('ada@example.com', 'E-third')).exitCode).toBe(2);
  });

  test('does nothing where the record belongs to the employee id already', async () => {
    const end = await reassign('ada@example.com', 'E-right', '--yes');

    expect(end.exitCode).toBe(0);
    expect(end.stderr).toContain('The record belongs to E-right already.');
  });

  test('is refused where the employee id has an account elsewhere, and says what to do', async () => {
    await send('bo@example.com', 'E-bo', 'R-bo');

    const end = await reassign('ada@example.com', 'E-bo', '--yes', '--json');

    expect(end.exitCode).toBe(1);
    expect(JSON.parse(end.stdout)).toMatchObject({ obstacle: { code: 'employee-elsewhere' } });
    expect(end.stderr).toMatch(/\n {4}joiner erase 'user#[0-9a-f]{64}' --why TEXT\n/);
    expect(end.stdout + end.stderr).not.toContain('bo@');
  });

  test('is refused where the address has no record', async () => {
    const end = await reassign('no-one@example.com', 'E-1', '--yes');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('There is no record of no-one@example.com.');
  });

  test.each([
    ['ada', 'E-1', 'The address must be local-part@domain'],
    ['ada@example.com', '', 'It must be a string of 1 to 128 printable ASCII characters'],
  ])('is wrong usage with %j and %j', async (address, employeeId, said) => {
    const end = await reassign(address, employeeId, '--yes');

    expect(end.exitCode).toBe(2);
    expect(end.stderr).toContain(said);
  });
});

describe('a dangling pointer', () => {
  const address = 'eve@example.com';

  beforeAll(async () => {
    // Where it points, there is no record: a hire of the id at another address waits.
    await point('E-eve', 'gone@example.com');
    await send('cy@example.com', undefined, 'R-cy');
  });

  test('is shown by status, with the commands that heal it', async () => {
    const end = await session.joiner('status', 'E-eve', '--local');

    expect(end.exitCode).toBe(1);
    expect(end.stdout).toContain('No record belongs to this employee id');
    expect(end.stdout).toMatch(/points to +user#[0-9a-f]{64}, which has no record/);
    expect(end.stdout).toContain('\n    joiner reassign ADDRESS --employee E-eve --why TEXT\n');
    expect(end.stdout).toContain('\n    joiner erase --employee E-eve --why TEXT\n');
  });

  test('is not called so while a message may be at work', async () => {
    await point('E-fay', 'gone@example.com', Date.now());

    const { pointer } = await session.json('status', 'E-fay', '--local');
    const erased = await session.joiner('erase', 'E-fay', '--why', 'x', '--local', '--yes');
    const given = await reassign('cy@example.com', 'E-fay', '--yes');

    expect(pointer).toMatchObject({ standing: 'in-progress' });
    for (const { exitCode, stderr } of [erased, given]) {
      expect(exitCode).toBe(1);
      expect(stderr).toContain('may still be');
    }
  });

  test('is healed by reassign: the id gets the record of the address that is right', async () => {
    await point('E-cy', 'gone@example.com');

    const end = await reassign('cy@example.com', 'E-cy', '--yes');
    await send('cy@example.com', 'E-cy', 'R-cy-2');

    expect(end.exitCode).toBe(0);
    expect(await endOf('R-cy-2')).toBe('duplicate');
  });

  test('is healed by erase where no address has a record', async () => {
    const end = await session.joiner('erase', 'E-eve', '--why', 'x', '--local', '--yes', '--json');
    await send(address, 'E-eve', 'R-eve');

    expect(end.exitCode).toBe(0);
    expect(JSON.parse(end.stdout)).toMatchObject({
      pointer: { standing: 'dangling' },
      erased: { pointer: true },
    });
    expect(await endOf('R-eve')).toBe('created');
  });

  test('to the record of another employee is erased, and that record stays', async () => {
    await point('E-gil', address);

    const end = await session.joiner('erase', 'E-gil', '--why', 'x', '--local', '--yes');

    const { person, employee } = await keysOf(address, 'E-gil');
    expect(end.exitCode).toBe(0);
    expect(await itemOf(person)).toMatchObject({ state: { S: 'PROVISIONED' } });
    expect(await itemOf(employee)).toBeUndefined();
  });
});

test('joiner reassign finishes after a crash between any two of its writes', async () => {
  const address = 'hal@example.com';
  await send(address, 'E-hal-1', 'R-hal');
  const { person, employee: next } = await keysOf(address, 'E-hal-2');
  const { employee: former } = await keysOf(address, 'E-hal-1');
  const formerItem = await itemOf(former);

  // As after the first write.
  await point('E-hal-2', address, Date.now());
  expect((await reassign(address, 'E-hal-2', '--yes')).exitCode).toBe(0);
  // As after the second one: the id before points to the record still.
  await point('E-hal-1', address, Date.now());
  expect((await reassign(address, 'E-hal-2', '--yes')).exitCode).toBe(0);

  expect(formerItem).toMatchObject({ personKey: { S: person } });
  expect(await itemOf(former)).not.toHaveProperty('personKey');
  expect(await itemOf(next)).toMatchObject({ personKey: { S: person } });
  expect(await itemOf(person)).toMatchObject({ employeeKey: { S: next } });
});
